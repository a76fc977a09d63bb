import { oncePerThing, type World } from '../../../cluster/cluster';
import type { ClusterObject } from '../../../cluster/object';
import type { Workload } from '../../../cluster/workload';
import { authorization, policiesFor } from '../../../mesh/authorization';
import { portIn } from '../../../mesh/endpoints';
import type { EntrancePods } from '../../../mesh/entrances';
import { hostOfService, type HostPort } from '../../../mesh/hosts';
import { servicesIn } from '../../../mesh/services';
import { admission } from '../../../reach/admission';
import type { Party } from '../../../reach/peer';
import { podsOf } from '../../../reach/pods';
import { behind } from '../../../reach/service-ports';
import { admissionHop } from '../admission-hop';
import { evidences, type Hop } from '../hop';
import { ingressAt } from '../hops/ingress';
import type { Leg, Sender, Way } from '../way';

/** A way in: what happens up to the gateway, and the legs from there. */
export interface WayInside {
  readonly way: Way;
  readonly before: readonly Hop[];
  readonly legs: readonly Leg[];
}

export const whole = { when: { kind: 'default' }, share: 1 } as const;

/** Somebody outside, who has no proxy of the mesh. */
export const outsider: Sender = { party: { outside: true }, client: { namespace: '', labels: {}, proxy: 'gateway' }, name: 'the internet', proxied: 'no' };

/** Pods of an entrance as those who send on: in the input, declared, or somebody's. */
export function senderAt(pods: EntrancePods | undefined, name: string, namespace: string, given: Pick<Sender, 'proxied'> = {}): Sender {
  const party: Party = pods === undefined ? { stranger: name } : pods.workload === undefined ? { namespace: pods.namespace, labels: pods.labels } : podsOf(pods.workload);
  return { party, client: { namespace: pods?.namespace ?? namespace, labels: pods?.labels ?? {}, proxy: 'gateway' }, name, ...(pods?.workload === undefined ? {} : { workload: pods.workload }), ...given };
}

/** What policies at the pods of an entrance say to somebody outside. */
export function doorHops(way: Way, pods: EntrancePods | undefined): readonly Hop[] {
  if (pods === undefined) return [];
  const { world, target, settings, sender } = way;
  const outside: Way = { ...way, sender: outsider };
  if (pods.workload !== undefined) {
    const port = containerPort(world, pods.workload, target.port);
    return [atDoor(ingressAt(outside, pods.workload, port), sender), ...judged(way, pods.workload, port)];
  }
  const asked = { number: target.port, protocol: 'TCP' } as const;
  const said = admission(world, { namespace: pods.namespace, labels: pods.labels }, 'ingress', outsider.party, asked, { ...settings, everyRule: true });
  return [atDoor(admissionHop(said, { direction: 'ingress', name: sender.name, other: outsider.party, port: asked }), sender)];
}

function atDoor(hop: Hop, { name }: Sender): Hop {
  return { ...hop, text: `at ${name} itself: ${hop.text}` };
}

/** AuthorizationPolicies at a gateway: nobody outside has an identity of the mesh. */
function judged({ world, target }: Way, workload: Workload, port: number): readonly Hop[] {
  const { allow, deny, custom } = policiesFor(world, workload);
  if (allow.length + deny.length + custom.length === 0) return [];
  const { verdict, reason, evidence } = authorization(world, workload, {
    port,
    requests: target.path === undefined ? 'no' : 'yes',
    identity: null,
    ...(target.path === undefined ? {} : { path: target.path.split('?')[0] ?? target.path, host: target.host }),
    ...(target.method === undefined ? {} : { method: target.method }),
    ...(target.headers === undefined ? {} : { headers: target.headers }),
  });
  const text = `at ${workload.name}, for nobody of the mesh: ${reason}`;
  if (verdict === 'allowed') return [{ id: 'authz', status: 'ok', text, evidence: evidences(evidence, 'admits') }];
  if (verdict === 'unknown') return [{ id: 'authz', status: 'unknown', text, evidence: evidences(evidence, 'says'), missing: ['what a policy asks of the request'] }];
  return [{ id: 'authz', status: 'fail', code: reason.startsWith('a DENY') ? 'AUTHZ-DENY' : 'AUTHZ-NO-ALLOW', text, evidence: evidences(evidence, 'doesNotAdmit') }];
}

/** The port that pods of an entrance listen on for a port of the Service before them. */
export function containerPort(world: World, workload: Workload, number: number): number {
  for (const port of portsBefore(world, workload)) {
    if (port.number === number && port.transport === 'TCP') return portIn(workload, port) ?? number;
  }
  return number;
}

const portsBefore = oncePerThing((world: World, workload: Workload): readonly HostPort[] => servicesBefore(world, workload).flatMap(service => hostOfService(world, service).ports));

/** Services that lead to pods. */
export function servicesBefore(world: World, workload: Workload): readonly ClusterObject[] {
  return servicesIn(world, workload.namespace).filter(service => behind(world.cluster, service).includes(workload));
}
