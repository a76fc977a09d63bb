import { oncePerThing, type World } from '../../cluster/cluster';
import type { Workload } from '../../cluster/workload';
import { formatPath } from '../../model/finding';
import { canonical, compare } from '../../model/json';
import { describe, fieldAt } from '../../model/object';
import { authorization as verdictOf, policiesFor } from '../../mesh/authorization';
import { capturesInbound } from '../../mesh/capture';
import { trustDomains } from '../../mesh/mesh-config';
import { seesRequests } from '../../mesh/protocol';
import { servedBy } from '../../mesh/served';
import type { Certainty } from '../../model/certainty';
import { callerClasses, callersOf, requestsOf, type AskedRequest, type Caller, type CallerClass } from './authorization-questions';
import type { AreaReader, Statement } from './change';
import { enrolmentGrounds, keyOfWorkload, nameOfWorkload, portsOfPods } from './capture';
import { readsFor } from './kinds';

/** Who is let in where, by the policies of the servers. */
export const authorization: AreaReader = {
  area: 'authorization',
  reads: readsFor('authorization'),
  statements: (world, both) => {
    const differing = workloadsThatDiffer(both);
    if (differing.size === 0) return [];
    const callers = callersOf(both);
    return world.cluster.workloads.flatMap(workload => {
      const same = differing.get(keyOfWorkload(workload));
      return same === undefined ? [] : ofWorkload(world, workload, same, callers);
    });
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

/** Workloads of both states whose policies, ports or proxy are not the same, each as either state has it. */
function workloadsThatDiffer(both: readonly World[]): ReadonlyMap<string, readonly (readonly [World, Workload])[]> {
  const found = new Map<string, (readonly [World, Workload])[]>();
  for (const world of both) {
    for (const workload of world.cluster.workloads) {
      const key = keyOfWorkload(workload);
      found.set(key, [...(found.get(key) ?? []), [world, workload]]);
    }
  }
  return new Map([...found].filter(([, each]) => each.length > 1 && new Set(each.map(([world, workload]) => basis(world, workload))).size > 1));
}

/** Whether the proxy of a workload sees single requests on a port: by the Services that lead there. */
function requestsAt(world: World, workload: Workload, port: number): Certainty {
  const seen = new Set(servedBy(world, workload).filter(({ endpoint }) => endpoint.port === port).map(served => seesRequests(served.port.protocol)));
  const [only = 'unknown'] = seen;
  return seen.size === 1 ? only : 'unknown';
}

function ofWorkload(world: World, workload: Workload, same: readonly (readonly [World, Workload])[], callers: readonly Caller[]): readonly Statement[] {
  const policies = same.flatMap(([each, found]) => { const { custom, deny, allow } = policiesFor(each, found); return [...custom, ...deny, ...allow]; });
  const [requests, classes] = [requestsOf(policies), callerClasses(world, callers, policies)];
  const ports = [...new Set(same.flatMap(([each, found]) => portsOfPods(each, found)))].sort((a, b) => a - b);
  return ports.flatMap(port => requests.flatMap(request => classes.map(each => statement(world, workload, port, request, each, classes.length))));
}

function statement(world: World, workload: Workload, port: number, { name: asked, request }: AskedRequest, { name: who, caller: { identity, address } }: CallerClass, of: number): Statement {
  const proved = identity === null ? null : { ...identity, trustDomain: trustDomains(world)[0] ?? identity.trustDomain };
  const { verdict, reason, evidence } = verdictOf(world, workload, { ...request, port, requests: requestsAt(world, workload, port), identity: proved, ...(address === undefined ? {} : { sourceAddress: address }) });
  // What cannot be decided may be decided otherwise once its rule says something else.
  const rules = evidence.map(({ object, path }) => `${describe(object.reference)} ${formatPath(path)}${verdict === 'unknown' ? ` ${canonical(fieldAt(object.effective, ...path))}` : ''}`).sort(compare);
  const because = `${reason}${rules.length === 0 ? '' : `: ${rules.join(', ')}`}`;
  return {
    key: `${keyOfWorkload(workload)} ${port} ${asked} ${who}`, subject: `${asked} to ${nameOfWorkload(workload)}:${port}`, who: { name: who, of }, verbs: { lost: 'no longer let in', gained: 'let in now' },
    holds: verdict === 'allowed' ? 'yes' : verdict === 'denied' ? 'no' : 'unknown',
    parts: [{ name: 'because', value: because, detail: 'goes' }, ...(verdict === 'unknown' ? [{ name: 'not known, because', value: because }] : [])],
    grounds: [...evidence, ...enrolmentGrounds(world, workload)], onlyInBoth: true,
  };
}
