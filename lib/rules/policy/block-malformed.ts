import { contains, parseCidr } from '../../model/cidr';
import type { FieldPath } from '../../model/finding';
import { isObject, type JsonObject } from '../../model/json';
import { fieldAt } from '../../model/object';
import { show } from '../../schema/report';
import type { Reported, Rule } from '../rule';

/** A block or a range of ports that cannot be: the API server refuses the policy, and what it was to close stays open. */
export const blockMalformed: Rule = {
  id: 'policy/block-malformed',
  codes: ['NET-09'],
  severity: 'error',
  reads: 'written',
  check: ({ cluster }) =>
    cluster.of('networking.k8s.io', 'NetworkPolicy').flatMap(object =>
      (['ingress', 'egress'] as const).flatMap(direction => entries(fieldAt(object.written, 'spec', direction)).flatMap(([rule, i]) => {
        const path = ['spec', direction, i];
        const peers = direction === 'ingress' ? 'from' : 'to';
        return [...entries(rule[peers]).flatMap(([peer, at]) => inBlock(peer, [...path, peers, at])), ...entries(rule['ports']).flatMap(([port, at]) => inRange(port, [...path, 'ports', at]))];
      })).map(problem => ({ ...problem, object })),
    ),
};

type Problem = Pick<Reported, 'path' | 'message' | 'help'>;

function inBlock(peer: JsonObject, path: FieldPath): readonly Problem[] {
  const { ipBlock } = peer;
  if (!isObject(ipBlock)) return [];
  const at = [...path, 'ipBlock'];
  if (peer['podSelector'] !== undefined || peer['namespaceSelector'] !== undefined) return [{ path: at, message: 'a peer has an ipBlock beside a selector; an address is never that of labels', help: 'write two entries' }];
  const { cidr, except } = ipBlock;
  if (typeof cidr !== 'string') return [];
  const outer = parseCidr(cidr);
  if ('problem' in outer) return [{ path: [...at, 'cidr'], message: `block ${outer.problem}`, help: 'write the network address and its length' }];
  return (Array.isArray(except) ? except : []).flatMap((text: unknown, i): readonly Problem[] => {
    if (typeof text !== 'string') return [];
    const inner = parseCidr(text);
    const where = [...at, 'except', i];
    if ('problem' in inner) return [{ path: where, message: `exception ${inner.problem}`, help: 'write the network address and its length' }];
    if (!contains(outer, inner) || inner.prefix === outer.prefix) return [{ path: where, message: `exception "${text}" is not a part of "${cidr}"`, help: 'leave out a smaller block of it, or remove the exception' }];
    return [];
  });
}

function inRange({ port, endPort, protocol }: JsonObject, path: FieldPath): readonly Problem[] {
  if (protocol !== undefined && typeof protocol === 'string' && !['TCP', 'UDP', 'SCTP'].includes(protocol)) return [{ path: [...path, 'protocol'], message: `protocol "${protocol}" is none of TCP, UDP and SCTP`, help: `write ${['TCP', 'UDP', 'SCTP'].includes(protocol.toUpperCase()) ? protocol.toUpperCase() : 'one of them'}` }];
  if (typeof port === 'string' && /^\d+$/.test(port)) return [{ path: [...path, 'port'], message: `port "${port}" is a text, so it is read as the name of a port, which has to have a letter`, help: `write ${port} without quotes` }];
  if (endPort === undefined || endPort === null) return [];
  const at = [...path, 'endPort'];
  if (typeof port !== 'number') return [{ path: at, message: `endPort ${show(endPort)} stands ${port === undefined ? 'without a port' : `beside the name ${show(port)}`}`, help: 'write the number of the first port' }];
  return typeof endPort === 'number' && endPort < port ? [{ path: at, message: `endPort ${endPort} is below port ${port}`, help: 'write the lower number as port' }] : [];
}

function entries(list: unknown): readonly (readonly [JsonObject, number])[] {
  return Array.isArray(list) ? list.flatMap((entry: unknown, i) => (isObject(entry) ? [[entry, i] as const] : [])) : [];
}
