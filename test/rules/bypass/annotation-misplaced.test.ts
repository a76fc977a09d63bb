import { annotationMisplaced } from '../../../lib/rules/bypass/annotation-misplaced';
import type { JsonObject } from '../../../lib/model/json';
import { deployment, service } from '../../mesh/mesh';
import { judges, onlyFinding } from '../../support/judge';
import { manifest } from '../../support/world';

const key = 'traffic.sidecar.istio.io/excludeInboundPorts';
const annotations = { [key]: '8080' };
const at = `error metadata.annotations["${key}"]`;
const of = (object: JsonObject, more: object = {}): JsonObject => ({ ...object, metadata: { ...(object['metadata'] as object), annotations, ...more } });

judges(annotationMisplaced, [
  ['on a Service', [service('web', {}, 'shop', { annotations })], [at]],
  ['on a Deployment instead of its pods', [of(deployment('web'))], [at]],
  ['on a Namespace', [manifest('v1', 'Namespace', 'shop', { annotations })], [at]],
  ['a setting of the proxy on a Deployment', [manifest('apps/v1', 'Deployment', 'web', { annotations: { 'sidecar.istio.io/proxyCPU': '100m' } })], ['error metadata.annotations["sidecar.istio.io/proxyCPU"]']],
  ['on the pod template', [deployment('web', { annotations })], []],
  ['on a Pod', [manifest('v1', 'Pod', 'web', { annotations })], []],
  ['on both: charts often do', [of(deployment('web', { annotations }))], []],
  ['on a custom resource that may pass it on', [manifest('serving.knative.dev/v1', 'Service', 'web', { annotations })], []],
  ['on a ReplicaSet, which repeats its Deployment', [of(manifest('apps/v1', 'ReplicaSet', 'web-1'), { ownerReferences: [{ kind: 'Deployment', name: 'web' }] })], []],
  ['an annotation that is for Services', [service('web', {}, 'shop', { annotations: { 'networking.istio.io/exportTo': '.' } })], []],
]);

test('the right place is said', () => {
  expect(onlyFinding(annotationMisplaced, [of(deployment('web'))])).toMatchObject({ message: `annotation ${key} on a Deployment has no effect: it is read from pods`, help: 'write it at spec.template.metadata.annotations' });
});
