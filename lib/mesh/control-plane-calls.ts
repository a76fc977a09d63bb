import { oncePerWorld, type World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { FieldPath } from '../model/finding';
import { fieldAt } from '../model/object';
import { numberAt, objectAt, objectsAt, textAt } from './fields';
import { hostOfService, portOf, type Host, type HostPort } from './hosts';

/** A Service that the API server calls: webhooks, aggregated APIs, conversion of custom resources. It calls from outside of any mesh, over TLS of its own. */
export interface ControlPlaneCall {
  readonly object: ClusterObject;
  /** The reference to the Service. */
  readonly path: FieldPath;
  /** `webhook validate.shop.example`. */
  readonly what: string;
  readonly host: Host;
  /** `undefined`: the Service has no such port. */
  readonly port: HostPort | undefined;
}

/** Every call of the API server whose Service is in the input. */
export const controlPlaneCalls = oncePerWorld((world): readonly ControlPlaneCall[] => [
  ...['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'].flatMap(kind => world.cluster.of('admissionregistration.k8s.io', kind)).flatMap(object =>
    objectsAt(object.written, 'webhooks').flatMap((webhook, i) => call(world, object, `webhook ${textAt(webhook, 'name') ?? ''}`, ['webhooks', i, 'clientConfig', 'service']))),
  ...world.cluster.of('apiregistration.k8s.io', 'APIService').flatMap(object => call(world, object, `API ${object.reference.name}`, ['spec', 'service'])),
  ...world.cluster.of('apiextensions.k8s.io', 'CustomResourceDefinition').flatMap(object => [
    ...call(world, object, `conversion of ${object.reference.name}`, ['spec', 'conversion', 'webhook', 'clientConfig', 'service']),
  ]),
]);

function call(world: World, object: ClusterObject, what: string, path: FieldPath): readonly ControlPlaneCall[] {
  const reference = objectAt(object.written, ...path);
  const service = world.cluster.find('', 'Service', textAt(reference, 'namespace') ?? '', textAt(reference, 'name') ?? '');
  if (service === undefined) return [];
  const host = hostOfService(world, service);
  return [{ object, path, what, host, port: portOf(host, numberAt(fieldAt(reference), 'port') ?? 443) }];
}
