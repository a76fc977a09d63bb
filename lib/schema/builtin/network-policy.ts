import type { JsonObject } from '../../model/json';
import { parseCidr, contains } from '../../model/cidr';
import { portNameProblem } from '../../model/names';
import type { CodeValidation } from '../answer';
import { cidrProblem } from './addresses';
import { portNumber } from './grammars';
import { labelSelector } from './label-selector';
import { child, children, chooseGiven, has, judge, need, number, refuse, size, spell, text, texts, type Place } from './place';

/** Source: Kubernetes 1.36, networking/validation, ValidateNetworkPolicySpec. */
export const networkPolicy: CodeValidation = (object: JsonObject) => judge(object, root => {
  const spec = child(root, 'spec');
  if (spec === undefined) return;
  labelSelector(spec, 'podSelector');
  for (const [direction, peers] of [['ingress', 'from'], ['egress', 'to']] as const) {
    for (const rule of children(spec, direction)) {
      for (const port of children(rule, 'ports')) policyPort(port);
      for (const one of children(rule, peers)) peer(one);
    }
  }
  if (size(spec, 'policyTypes') > 2) return refuse(spec, 'policyTypes', 'length', `${size(spec, 'policyTypes')} policy types, at most 2 are allowed`);
  for (const [type, i] of texts(spec, 'policyTypes')) if (type !== 'Ingress' && type !== 'Egress') refuse(spec, ['policyTypes', i], 'enum', `"${type}" is not one of "Ingress", "Egress"`);
});

function policyPort(place: Place): void {
  chooseGiven(place, 'protocol', ['TCP', 'UDP', 'SCTP']);
  const port = place.value['port'];
  const end = number(place, 'endPort');
  if (typeof port === 'number') {
    portNumber(place, 'port');
    if (has(place, 'endPort')) portNumber(place, 'endPort');
    if (end !== undefined && end < port) refuse(place, 'endPort', 'invalid', `${end} must be ${port}, the "port", or more`);
  } else if (typeof port === 'string') {
    spell(place, 'port', port, portNameProblem);
    if (has(place, 'endPort')) refuse(place, 'endPort', 'invalid', `"endPort" must not be given beside the name of a port, "${port}"`);
  } else if (!has(place, 'port') && has(place, 'endPort')) refuse(place, 'endPort', 'invalid', '"endPort" needs a "port"');
}

function peer(place: Place): void {
  const selectors = ['podSelector', 'namespaceSelector'].filter(key => has(place, key));
  for (const key of selectors) labelSelector(place, key);
  const block = child(place, 'ipBlock');
  if (block !== undefined) ipBlock(block);
  if (!has(place, 'ipBlock') && selectors.length === 0) refuse(place, [], 'required', 'one of "podSelector", "namespaceSelector", "ipBlock" must be given');
  if (has(place, 'ipBlock') && selectors.length > 0) refuse(place, [], 'forbidden', `"ipBlock" must not be given beside "${selectors[0] ?? ''}"`, 'write a peer for each');
}

function ipBlock(block: Place): void {
  if (!need(block, 'cidr')) return;
  const cidr = text(block, 'cidr');
  if (cidr !== '') spell(block, 'cidr', cidr, cidrProblem);
  const outer = parseCidr(cidr);
  for (const [except, i] of texts(block, 'except')) {
    const inner = parseCidr(except);
    if (!spell(block, ['except', i], except, cidrProblem) || cidr === '' || 'problem' in outer || 'problem' in inner) continue;
    if (!contains(outer, inner) || inner.prefix <= outer.prefix) refuse(block, ['except', i], 'invalid', `"${except}" must be a part of "${cidr}" and smaller`);
  }
}
