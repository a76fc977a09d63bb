import type { JsonObject } from '../../model/json';
import { subdomainProblem } from '../../model/names';
import type { CodeValidation } from '../answer';
import { addressProblem, canonicalAddress, cidrProblem, familyOf } from './addresses';
import { pathSegmentProblem } from './grammars';
import { child, grammar, has, judge, need, refuse, size, spell, texts } from './place';

// Addresses that Services are given. Source: Kubernetes 1.36, networking/validation.

/** An IPAddress is named by the address itself, in its one canonical spelling. */
export function addressNameProblem(name: string): string | undefined {
  return addressProblem(name) ?? (canonicalAddress(name) === name ? undefined : `must be written "${canonicalAddress(name) ?? ''}"`);
}

export const ipAddress: CodeValidation = (object: JsonObject) => judge(object, root => {
  const spec = child(root, 'spec');
  const parent = spec === undefined ? undefined : child(spec, 'parentRef');
  if (parent === undefined) {
    if (spec === undefined ? !has(root, 'spec') : !has(spec, 'parentRef')) refuse(root, ['spec', 'parentRef'], 'required', '"parentRef" must be given');
    return;
  }
  grammar(parent, 'group', subdomainProblem);
  for (const key of ['resource', 'name']) need(parent, key);
  for (const key of ['resource', 'name', 'namespace']) grammar(parent, key, pathSegmentProblem);
});

export const serviceCidr: CodeValidation = (object: JsonObject) => judge(object, root => {
  const spec = child(root, 'spec');
  const count = spec === undefined ? 0 : size(spec, 'cidrs');
  if (spec === undefined || count === 0) {
    if (spec !== undefined || !has(root, 'spec')) refuse(root, ['spec', 'cidrs'], 'required', 'at least one of "cidrs" must be given');
    return;
  }
  if (count > 2) return refuse(spec, 'cidrs', 'invalid', `${count} blocks, at most 2 are allowed`);
  const all = texts(spec, 'cidrs');
  for (const [cidr, i] of all) spell(spec, ['cidrs', i], cidr, value => cidrProblem(value) ?? canonicalProblem(value));
  const [first, second] = all.map(([cidr]) => familyOf(cidr.split('/')[0] ?? ''));
  if (first !== undefined && first === second) refuse(spec, 'cidrs', 'invalid', `both blocks are of IPv${first}, at most one of each family is allowed`);
});

function canonicalProblem(cidr: string): string | undefined {
  const [host = '', prefix = ''] = cidr.split('/');
  const right = `${canonicalAddress(host) ?? host}/${prefix}`;
  return right === cidr ? undefined : `must be written "${right}"`;
}
