import type { ClusterObject } from '../../cluster/object';
import type { Workload } from '../../cluster/workload';
import { entrancePods, waysIn } from '../../mesh/entrances';
import { describe } from '../../model/object';
import { formatPath, type FieldPath } from '../../model/finding';
import { admission } from '../../reach/admission';
import { podsOf, type Pods } from '../../reach/pods';
import { policies, type Direction } from '../../reach/policy';
import { blocksMeanPods, type ReachSettings } from '../../reach/settings';
import { namedHalves, type NamedHalf } from '../named-halves';
import type { Reported, Rule, View } from '../rule';

/** An address block that alone admits pods to pods of the cluster: whether it means them is left to the network plugin, so that the connection is open on some and closed on others. */
export const blockMayMeanPods: Rule = {
  id: 'policy/block-may-mean-pods',
  codes: [],
  severity: 'info',
  reads: 'effective',
  check: view => {
    if (blocksMeanPods(view, {}) !== 'unknown' || ![...policies(view).values()].flat().some(({ ingress, egress }) => [...ingress, ...egress].some(({ peers }) => peers.some(({ kind }) => kind === 'block')))) return [];
    const seen = new Map<string, Dependent>();
    for (const dependent of [...namedHalves(view).flat().flatMap(half => ofHalf(view, half) ?? []), ...ofEntrances(view)]) {
      const key = `${describe(dependent.object.reference)} ${formatPath(dependent.path)}`;
      if (!seen.has(key)) seen.set(key, dependent);
    }
    return [...seen.values()].map(told);
  },
};

/** A connection that a block decides, and what else says that it is meant to be. */
interface Dependent {
  readonly object: ClusterObject;
  readonly path: FieldPath;
  /** `Deployment shop/web to Deployment shop/db on TCP 5432`. */
  readonly connection: string;
  readonly meant: { readonly object: ClusterObject; readonly path: FieldPath };
}

/** The other end of a connection that a rule names. */
function ofHalf(view: View, { policy, direction, rule, here, there, port }: NamedHalf): Dependent | undefined {
  const by = deciding(view, podsOf(there), direction === 'egress' ? 'ingress' : 'egress', podsOf(here), port);
  const [from, to] = direction === 'egress' ? [here, there] : [there, here];
  return by === undefined ? undefined : { ...by, connection: `${name(from)} to ${name(to)} on ${port.protocol} ${port.number}`, meant: { object: policy.object, path: rule.path } };
}

/** Pods of the input that stand at an entrance, and those that it leads to. */
function ofEntrances(view: View): readonly Dependent[] {
  return waysIn(view).flatMap(({ entrance, route, path, workload, port }) => entrancePods(view, entrance).flatMap((pods): readonly Dependent[] => {
    const by = pods.workload === undefined ? undefined : deciding(view, podsOf(workload), 'ingress', pods, { number: port });
    return by === undefined || pods.workload === undefined ? [] : [{ ...by, connection: `${name(pods.workload)} to ${name(workload)} on TCP ${port}`, meant: { object: route, path } }];
  }));
}

/** The block that decides, where nothing else does. */
function deciding(view: View, pods: Pods, direction: Direction, party: Pods, port: Parameters<typeof admission>[4]): Pick<Dependent, 'object' | 'path'> | undefined {
  const asked = (settings: ReachSettings): ReturnType<typeof admission> => admission(view, pods, direction, party, port, settings);
  const open = asked({});
  if (open.admitted !== 'unknown' || open.decider !== 'network policy' || asked({ blocksMeanPods: 'no' }).admitted !== 'no' || asked({ blocksMeanPods: 'yes' }).admitted !== 'yes') return undefined;
  return open.evidence.find(({ certain, says }) => !certain && says === 'admit');
}

function told({ object, path, connection, meant }: Dependent): Reported {
  return {
    object,
    path,
    message: `${describe(object.reference)} admits ${connection} by an address block alone, and whether that means pods is left to the network plugin: ${describe(meant.object.reference)} needs the connection`,
    help: 'admit the pods by their labels besides',
    near: [{ object: meant.object, path: meant.path }],
  };
}

function name({ kind, namespace, name: called }: Workload): string {
  return `${kind} ${namespace}/${called}`;
}
