import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import type { Workload } from '../../cluster/workload';
import { capturesInbound } from '../../mesh/capture';
import { labelsAt, namespaceOf, objectAt, objectsAt, specOf, textAt, textsAt } from '../../mesh/fields';
import type { FieldPath } from '../../model/finding';
import { called } from '../pods';
import type { Reported, Rule } from '../rule';

interface Said {
  readonly port: number;
  readonly path: FieldPath;
}

/** A policy about a port that goes past the proxy of the pods: nobody keeps it. */
export const portBypassed: Rule = {
  id: 'authz/port-bypassed',
  codes: ['BYP-03'],
  severity: 'error',
  reads: 'effective',
  check: world => {
    if (!world.cluster.workloads.some(({ annotations }) => Object.keys(annotations).some(key => key.startsWith('traffic.sidecar.istio.io/')))) return [];
    return [
      ...world.cluster.of('security.istio.io', 'AuthorizationPolicy').flatMap(policy => judge(world, policy, authorized(policy))),
      ...world.cluster.of('security.istio.io', 'PeerAuthentication').flatMap(policy => judge(world, policy, strict(policy))),
    ];
  },
};

/** Ports that rules name. */
function authorized(policy: ClusterObject): readonly Said[] {
  return objectsAt(specOf(policy), 'rules').flatMap((rule, i) => objectsAt(rule, 'to').flatMap((to, at) =>
    textsAt(to, 'operation', 'ports').map((port, n) => ({ port: Number(port), path: ['spec', 'rules', i, 'to', at, 'operation', 'ports', n] }))));
}

/** Ports that are to take mutual TLS only. */
function strict(policy: ClusterObject): readonly Said[] {
  const ports = objectAt(specOf(policy), 'portLevelMtls') ?? {};
  return Object.keys(ports).filter(port => textAt(ports, port, 'mode') === 'STRICT').map(port => ({ port: Number(port), path: ['spec', 'portLevelMtls', port] }));
}

function judge(world: World, policy: ClusterObject, said: readonly Said[]): readonly Reported[] {
  const labels = labelsAt(specOf(policy), 'selector', 'matchLabels');
  const workloads = Object.keys(labels).length === 0 || said.length === 0 ? [] : world.cluster.labelled(namespaceOf(policy), labels);
  return said.flatMap(({ port, path }) => {
    const workload = workloads.find(candidate => capturesInbound(world, candidate, port).annotation !== undefined && capturesInbound(world, candidate, port).captured === 'no');
    return workload === undefined ? [] : [inert(world, policy, workload, port, path)];
  });
}

function inert(world: World, policy: ClusterObject, workload: Workload, port: number, path: FieldPath): Reported {
  const { reason, annotation = '' } = capturesInbound(world, workload, port);
  return {
    object: policy,
    path,
    message: `port ${port} of ${called(workload)} goes past its proxy (${reason}): what is said of it here has no effect`,
    help: `guard port ${port} with a NetworkPolicy, or take it back into the capture`,
    near: [{ object: workload.object, path: [...workload.templatePath, 'metadata', 'annotations', annotation] }],
  };
}
