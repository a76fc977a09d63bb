import { oncePerThing, type World } from '../../cluster/cluster';
import type { Workload } from '../../cluster/workload';
import { formatPath } from '../../model/finding';
import { canonical, compare } from '../../model/json';
import { describe } from '../../model/object';
import { authorization as verdictOf, policiesFor } from '../../mesh/authorization';
import { capturesInbound } from '../../mesh/capture';
import { trustDomains } from '../../mesh/mesh-config';
import { seesRequests } from '../../mesh/protocol';
import { servedBy } from '../../mesh/served';
import type { Certainty } from '../../model/certainty';
import { callersOf, requestsOf, type Caller, type AskedRequest } from './authorization-questions';
import type { AreaReader, Statement } from './change';
import { enrolmentGrounds, keyOfWorkload, nameOfWorkload, portsOfPods } from './capture';
import { readsFor } from './kinds';

/** Who is let in where, by the policies of the servers. */
export const authorization: AreaReader = {
  area: 'authorization',
  reads: readsFor('authorization'),
  statements: (world, both) => {
    const [callers, differing] = [callersOf(both), workloadsThatDiffer(both)];
    return differing.size === 0 ? [] : world.cluster.workloads.filter(workload => differing.has(keyOfWorkload(workload))).flatMap(workload => ofWorkload(world, both, workload, callers));
  },
  warnsOfGains: true,
};

/** What a verdict on a workload rests on. Where it is the same in both states, nobody has to ask. */
const basis = oncePerThing((world: World, workload: Workload): string => {
  const { custom, deny, allow } = policiesFor(world, workload);
  const policies = [...custom, ...deny, ...allow];
  if (policies.length === 0) return '';
  const said = policies.map(policy => `${describe(policy.reference)} ${canonical(policy.effective['spec'])}`).sort();
  return [...said, ...trustDomains(world), ...portsOfPods(world, workload).map(port => `${port} ${capturesInbound(world, workload, port).captured} ${requestsAt(world, workload, port)}`)].join('\n');
});

/** Workloads of both states whose policies, ports or proxy are not the same. */
function workloadsThatDiffer(both: readonly World[]): ReadonlySet<string> {
  const [was, is] = both.map(world => new Map(world.cluster.workloads.map(workload => [keyOfWorkload(workload), basis(world, workload)])));
  return new Set([...(was ?? [])].filter(([key, said]) => is?.get(key) !== undefined && is.get(key) !== said).map(([key]) => key));
}

/** Whether the proxy of a workload sees single requests on a port: by the Services that lead there. */
function requestsAt(world: World, workload: Workload, port: number): Certainty {
  const seen = new Set(servedBy(world, workload).filter(({ endpoint }) => endpoint.port === port).map(served => seesRequests(served.port.protocol)));
  const [only = 'unknown'] = seen;
  return seen.size === 1 ? only : 'unknown';
}

function ofWorkload(world: World, both: readonly World[], workload: Workload, callers: readonly Caller[]): readonly Statement[] {
  const key = keyOfWorkload(workload);
  const same = both.flatMap(each => each.cluster.workloads.filter(candidate => keyOfWorkload(candidate) === key).map(found => [each, found] as const));
  const requests = requestsOf(same.flatMap(([each, found]) => { const { custom, deny, allow } = policiesFor(each, found); return [...custom, ...deny, ...allow]; }));
  const ports = [...new Set(same.flatMap(([each, found]) => portsOfPods(each, found)))].sort((a, b) => a - b);
  return ports.flatMap(port => requests.flatMap(request => callers.map(caller => statement(world, workload, port, request, caller, callers.length))));
}

function statement(world: World, workload: Workload, port: number, { name: asked, request }: AskedRequest, { name: who, identity, address }: Caller, of: number): Statement {
  const proved = identity === null ? null : { ...identity, trustDomain: trustDomains(world)[0] ?? identity.trustDomain };
  const { verdict, reason, evidence } = verdictOf(world, workload, { ...request, port, requests: requestsAt(world, workload, port), identity: proved, ...(address === undefined ? {} : { sourceAddress: address }) });
  const rules = evidence.map(({ object, path }) => `${describe(object.reference)} ${formatPath(path)}`).sort(compare);
  const because = `${reason}${rules.length === 0 ? '' : `: ${rules.join(', ')}`}`;
  return {
    key: `${keyOfWorkload(workload)} ${port} ${asked} ${who}`, subject: `${asked} to ${nameOfWorkload(workload)}:${port}`, who: { name: who, of }, verbs: { lost: 'no longer let in', gained: 'let in now' },
    holds: verdict === 'allowed' ? 'yes' : verdict === 'denied' ? 'no' : 'unknown',
    parts: [{ name: 'because', value: because, detail: 'goes' }, ...(verdict === 'unknown' ? [{ name: 'not known, because', value: because }] : [])],
    grounds: [...evidence, ...enrolmentGrounds(world, workload)], onlyInBoth: true,
  };
}
