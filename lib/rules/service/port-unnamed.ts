import { oncePerWorld, type World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { labelsAt, namespaceOf, objectAt, objectsAt, specOf } from '../../mesh/fields';
import { hostOfService, selectorOf, type Host, type HostPort } from '../../mesh/hosts';
import { enrolment } from '../../mesh/capture';
import { claimsOf } from '../../mesh/route';
import { rootNamespace } from '../../mesh/mesh-config';
import { describe } from '../../model/object';
import { matches } from '../../model/labels';
import type { Reported, Rule } from '../rule';

/** Namespaces of the cluster itself. */
const systems = new Set(['kube-system', 'kube-public', 'kube-node-lease']);

/** A port whose protocol nobody says: the proxy guesses it from the first bytes of each connection. */
export const portUnnamed: Rule = {
  id: 'service/port-unnamed',
  codes: ['X7', 'IST0118', 'KIA0601', 'MTLS-15'],
  severity: 'info',
  reads: 'effective',
  check: world => (world.facts.mesh !== 'istio' ? [] : world.cluster.of('', 'Service').flatMap(service => ofService(world, service))),
};

function ofService(world: World, service: ClusterObject): readonly Reported[] {
  const namespace = namespaceOf(service);
  const host = hostOfService(world, service);
  if (systems.has(namespace) || namespace === rootNamespace(world) || host.resolution === 'alias') return [];
  // A protocol that is said, and is not known, is another finding.
  const written = objectsAt(specOf(service), 'ports');
  const guessed = host.ports.filter(({ protocol, transport, path }) => protocol === 'sniffed' && transport === 'TCP' && written[Number(path[2])]?.['appProtocol'] === undefined);
  if (guessed.length === 0 || outside(world, host)) return [];
  const dependent = claimsOf(world, host.name).find(({ http }) => http.length > 0)?.object ?? authorizing(world, host);
  return guessed.map(port => told(service, port, dependent));
}

function told(object: ClusterObject, { number, name, path }: HostPort, dependent: ClusterObject | undefined): Reported {
  const said = name === undefined ? `port ${number} has no name` : `name "${name}" of port ${number} begins with no protocol`;
  const effect = 'the mesh guesses its protocol from the first bytes, which stalls protocols in which the server speaks first';
  return {
    object,
    path,
    message: dependent === undefined ? `${said}, and no appProtocol is set: ${effect}` : `${said}, and no appProtocol is set, while ${describe(dependent.reference)} has rules for HTTP requests to it: what the mesh does not recognise as HTTP passes them by, or is refused`,
    help: 'set appProtocol, such as http, grpc or tcp, or begin the name with it',
    ...(dependent === undefined ? {} : { severity: 'warning' as const, near: [{ object: dependent }] }),
  };
}

/** Whether none of its pods is in the mesh. */
function outside(world: World, host: Host): boolean {
  const selector = selectorOf(host);
  const pods = selector === undefined ? [] : world.cluster.labelled(host.namespace, selector);
  return pods.length > 0 && pods.every(workload => enrolment(world, workload).enrolment === 'none');
}

/** Policies that ask for parts of a request, by namespace. */
const ofRequests = oncePerWorld(({ cluster }) => {
  const found = new Map<string, ClusterObject[]>();
  for (const policy of cluster.of('security.istio.io', 'AuthorizationPolicy')) {
    const asks = objectsAt(specOf(policy), 'rules').some(rule => objectsAt(rule, 'to').some(to => ['methods', 'paths', 'hosts', 'notMethods', 'notPaths', 'notHosts'].some(field => objectAt(to, 'operation')?.[field] !== undefined)));
    if (asks) found.set(namespaceOf(policy), [...(found.get(namespaceOf(policy)) ?? []), policy]);
  }
  return found;
});

function authorizing(world: World, host: Host): ClusterObject | undefined {
  const selector = selectorOf(host);
  if (selector === undefined) return undefined;
  const pods = world.cluster.labelled(host.namespace, selector);
  return (ofRequests(world).get(host.namespace) ?? []).find(policy => {
    const labels = labelsAt(specOf(policy), 'selector', 'matchLabels');
    return specOf(policy)['targetRefs'] === undefined && pods.some(workload => matches(labels, workload.labels));
  });
}
