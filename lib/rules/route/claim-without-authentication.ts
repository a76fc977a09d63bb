import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { namespaceOf, objectAt, objectsAt, specOf, textAt, textsAt } from '../../mesh/fields';
import { gatewayPods } from '../../mesh/listeners';
import { rootNamespace } from '../../mesh/mesh-config';
import { matchLabels } from '../../mesh/sidecars';
import { gatewayName } from '../../mesh/virtual-services';
import type { FieldPath } from '../../model/finding';
import { matches, type Labels } from '../../model/labels';
import { called } from '../pods';
import type { Reported, Rule, Unsettled } from '../rule';

const claim = /^@request\.auth\.claims(?:\.|\[)/;

/** A route by claims of a token, at a gateway that reads no token: no request has the claim. */
export const claimWithoutAuthentication: Rule = {
  id: 'route/claim-without-authentication',
  codes: ['IST0149'],
  severity: 'error',
  reads: 'effective',
  check: world => world.cluster.of('networking.istio.io', 'VirtualService').flatMap(service => {
    const [asked] = claimsOf(service);
    return asked === undefined ? [] : judge(world, service, asked);
  }),
};

function claimsOf(service: ClusterObject): readonly { readonly key: string; readonly path: FieldPath }[] {
  return objectsAt(specOf(service), 'http').flatMap((rule, i) => objectsAt(rule, 'match').flatMap((match, j) => (['headers', 'withoutHeaders'] as const).flatMap(field =>
    Object.keys(objectAt(match, field) ?? {}).filter(key => claim.test(key)).map(key => ({ key, path: ['spec', 'http', i, 'match', j, field, key] })))));
}

function judge(world: World, object: ClusterObject, { key, path }: { readonly key: string; readonly path: FieldPath }): readonly (Reported | Unsettled)[] {
  const gateways = textsAt(specOf(object), 'gateways').filter(name => name !== 'mesh').flatMap(text => {
    const [namespace = '', name = ''] = gatewayName(text, namespaceOf(object)).split('/');
    return world.cluster.find('networking.istio.io', 'Gateway', namespace, name) ?? [];
  });
  const pods = gateways.flatMap(gateway => gatewayPods(world, gateway).map(workload => ({ gateway, workload })));
  if (pods.length === 0) return gateways.length === 0 ? [] : [{ object, unknown: 'the pods of a gateway are not in the input' }];
  const open = pods.find(({ workload, gateway }) => !authenticated(world, workload.namespace, workload.labels, gateway));
  if (open === undefined) return [];
  return [{
    object,
    path,
    message: `${key} is a claim of a token, and no RequestAuthentication has ${called(open.workload)} read one: the match never fits`,
    help: `add a RequestAuthentication in namespace ${open.workload.namespace} that selects the pods of the gateway`,
    near: [{ object: open.gateway }],
  }];
}

function authenticated(world: World, namespace: string, labels: Labels, gateway: ClusterObject): boolean {
  return world.cluster.of('security.istio.io', 'RequestAuthentication').some(policy => {
    if (![namespace, rootNamespace(world)].includes(namespaceOf(policy))) return false;
    const targets = objectsAt(specOf(policy), 'targetRefs');
    return targets.length > 0 ? targets.some(target => textAt(target, 'name') === gateway.reference.name) : matches(matchLabels(policy), labels);
  });
}
