import type { ClusterObject } from '../cluster/object';
import { formatPath, type FieldPath, type Source } from '../model/finding';
import { describe } from '../model/object';
import { coversPort, type Admission } from '../reach/admission';
import { formatConnections, portAt, type ConnectionSet } from '../reach/connection-set';
import type { Evidence } from '../reach/evidence';
import type { Explained } from '../reach/explained';
import type { Party } from '../reach/peer';
import type { Direction, Policy } from '../reach/policy';

/** Finds a field as `file:line`. */
export type Place = (source: Source, path: FieldPath) => string | undefined;

const said = { yes: 'open', no: 'blocked', unknown: 'not known' } as const;

/** One pair, port by port, egress and ingress apart. */
export function sentences(from: { readonly name: string; readonly party: Party }, to: { readonly name: string; readonly party: Party }, parts: readonly Explained[], place: Place): string {
  const lines = parts.flatMap(({ ports, open, egress, ingress }) => [
    `  ${formatConnections(ports)}: ${said[open]}`,
    ...end('egress ', from.name, egress, ports, 'egress', to.party, place),
    ...end('ingress', to.name, ingress, ports, 'ingress', to.party, place),
  ]);
  return [`${from.name} → ${to.name}`, ...lines, ''].join('\n');
}

function end(title: string, name: string, admission: Admission | undefined, ports: ConnectionSet, direction: Direction, server: Party, place: Place): readonly string[] {
  const [first, ...rest] = admission === undefined ? [`${name} is outside, where no policy governs`] : sentencesOf(name, admission, ports, direction, server, place);
  return [`    ${title} ${first ?? ''}`, ...rest.map(line => `            ${line}`)];
}

function sentencesOf(name: string, { decider, evidence, selecting, reason, admitted, by }: Admission, ports: ConnectionSet, direction: Direction, server: Party, place: Place): readonly string[] {
  const passed = evidence.filter(({ says }) => says === 'pass').map(each => `${rule(each, place)} passes it on`);
  switch (decider) {
    case 'host network':
      return [`${name} is on the host network, which no policy governs`];
    case 'other system':
      return [reason];
    case 'admin':
    case 'baseline': {
      const verbs = { accept: 'accepts it', deny: 'denies it', pass: 'passes it on', admit: 'admits it' } as const;
      const ruling = evidence.filter(({ says }) => says !== 'pass').map(each => `${rule(each, place)} ${each.certain ? verbs[each.says] : `may ${verbs[each.says].replace('s ', ' ')}`}`);
      return decider === 'admin' ? [...passed, ...ruling] : [`no NetworkPolicy selects ${name}`, ...passed, ...ruling];
    }
    case 'nobody':
      return [...passed, `no policy speaks of ${direction} of ${name}, so it is open`];
    case 'no rule':
      return [...passed, `no NetworkPolicy selects ${name}, and no rule of a cluster-scoped policy decides about it, so it is open`];
    case 'network policy': {
      const admits = evidence.filter(({ says }) => says === 'admit');
      if (by !== undefined) return [...passed, ...admits.filter(({ certain }) => certain).map(each => `${describe(each.object.reference)} selects ${name} and admits it by ${formatPath(each.path)}${where(each.object, each.path, place)}`)];
      return [...passed, ...selecting.flatMap(policy => silent(name, policy, evidence, ports, direction, server, place)), ...(admitted === 'no' ? ['no other policy selects it, so it is not admitted'] : [])];
    }
    case 'unsettled':
      return [reason, ...evidence.map(each => `${rule(each, place)} may ${each.says} it`)];
  }
}

/** A policy that selects and does not admit, with what each of its rules is for instead. */
function silent(name: string, policy: Policy, evidence: readonly Evidence[], ports: ConnectionSet, direction: Direction, server: Party, place: Place): readonly string[] {
  const rules = policy[direction];
  const port = portAt(ports.spans[0] ?? 1);
  const own = `${at(policy.object, [], place)} selects ${name}`;
  if (rules.length === 0) return [`${own} and has no rule for ${direction}`];
  const maybe = (path: FieldPath): boolean => evidence.some(each => each.object === policy.object && each.path === path);
  return [`${own} and ${rules.some(({ path }) => maybe(path)) ? 'may admit it' : 'does not admit it'}:`, ...rules.map(each => {
    if (maybe(each.path)) return `  ${formatPath(each.path)} may mean it${where(policy.object, each.path, place)}`;
    const covers = coversPort(each, port, 'namespace' in server ? server.workload : undefined);
    return `  ${formatPath(each.path)} ${covers === 'no' ? 'is for other ports' : `means other ${direction === 'ingress' ? 'callers' : 'destinations'}`}${where(policy.object, each.path, place)}`;
  })];
}

function rule({ object, path, rule: named }: Evidence, place: Place): string {
  return `${describe(object.reference)} ${formatPath(path)}${named === undefined ? '' : ` "${named}"`}${where(object, path, place)}`;
}

function at(object: ClusterObject, path: FieldPath, place: Place): string {
  return `${describe(object.reference)}${where(object, path, place)}`;
}

function where({ source }: ClusterObject, path: FieldPath, place: Place): string {
  const found = place(source, path);
  return found === undefined ? '' : ` (${found})`;
}

/** Ends as the sentences name them, and what the world knows of them. */
export interface NamedParty {
  readonly name: string;
  readonly party: Party;
}

/** Evidence as data, for JSON. */
export function evidenceOf(admission: Admission | undefined, place: Place): object {
  if (admission === undefined) return { admitted: 'yes', reason: 'outside, where no policy governs', selecting: [], rules: [] };
  const { admitted, reason, decider, selecting, evidence } = admission;
  return {
    admitted, reason, decider,
    selecting: selecting.map(({ object }) => ({ kind: object.kind, namespace: object.reference.namespace, name: object.reference.name, at: place(object.source, []) })),
    rules: evidence.map(({ object, path, says, certain }) => ({ kind: object.kind, ...(object.reference.namespace === undefined ? {} : { namespace: object.reference.namespace }), name: object.reference.name, path, says, certain, at: place(object.source, path) })),
  };
}
