import { oncePerWorld, type World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import type { Workload } from '../../cluster/workload';
import { questionsFor } from '../../dns/questions';
import { namespaceOf } from '../../mesh/fields';
import { grouped } from '../../mesh/grouping';
import { serviceNameIn } from '../../mesh/named-destinations';

/** A name that a program has, as the Service that it means. */
export interface MeantName {
  /** Full name. */
  readonly name: string;
  /** The Service, where it is there. */
  readonly service: ClusterObject | undefined;
  /** Whether no other namespace of the client would have given the name. `elsewhere`: the Service is in another namespace than the name says. */
  readonly elsewhere: boolean;
  /** Services of the name in several namespaces, one of which is meant. */
  readonly others: readonly ClusterObject[];
}

/**
 * The Service that a name means to pods, whoever answers it and whether it is there: by the search path of the cluster, else by the form of the name, else by a Service of
 * another namespace. `undefined`: no name of the cluster.
 */
export function meantName(world: World, { namespace }: Pick<Workload, 'namespace'>, host: string): MeantName | undefined {
  const { clusterDomain } = world.facts.platform;
  const bare = host.replace(/\.$/, '').toLowerCase();
  const search = [`${namespace}.svc.${clusterDomain}`, `svc.${clusterDomain}`, clusterDomain];
  for (const question of questionsFor({ ndots: 5, search }, bare)) {
    const named = serviceNameIn(world, question.replace(/\.$/, ''));
    const service = named === undefined ? undefined : world.cluster.find('', 'Service', named.namespace, named.name);
    if (service !== undefined) return { name: question.replace(/\.$/, ''), service, elsewhere: false, others: [] };
  }
  const labels = bare.split('.');
  const [first = ''] = labels;
  if (labels.length === 1) {
    const [service, ...others] = servicesNamed(world).get(first) ?? [];
    if (service !== undefined) return { name: `${first}.${namespaceOf(service)}.svc.${clusterDomain}`, service, elsewhere: true, others };
    return { name: `${first}.${namespace}.svc.${clusterDomain}`, service: undefined, elsewhere: false, others: [] };
  }
  const full = bare.endsWith(`.svc.${clusterDomain}`) ? bare : bare.endsWith('.svc') ? `${bare}.${clusterDomain}` : labels.length === 2 && isNamespace(world, labels[1] ?? '') ? `${bare}.svc.${clusterDomain}` : undefined;
  return full === undefined ? undefined : { name: full, service: undefined, elsewhere: false, others: [] };
}

const servicesNamed = oncePerWorld(world => grouped(world.cluster.of('', 'Service'), ({ reference }) => [reference.name]));

/** Namespaces that the input shows; what has the name of one is no domain outside. */
function isNamespace(world: World, name: string): boolean {
  return world.cluster.namespaces.has(name);
}
