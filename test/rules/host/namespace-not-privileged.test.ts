import { namespaceNotPrivileged } from '../../../lib/rules/host/namespace-not-privileged';
import type { JsonObject } from '../../../lib/model/json';
import { deployment } from '../../mesh/mesh';
import { judges, onlyFinding } from '../../support/judge';
import { manifest } from '../../support/world';

const namespace = (level: string | undefined): JsonObject => manifest('v1', 'Namespace', 'shop', { labels: level === undefined ? {} : { 'pod-security.kubernetes.io/enforce': level } });
const agent = deployment('agent', { spec: { hostNetwork: true } });
const live = (kind: string, name: string, rest: object): JsonObject => ({ apiVersion: 'v1', kind, metadata: { name, namespace: 'shop', uid: name }, ...rest });

judges(namespaceNotPrivileged, [
  ['baseline refuses it', [namespace('baseline'), agent], ['error spec.template.spec.hostNetwork']],
  ['so does restricted', [namespace('restricted'), agent], ['error spec.template.spec.hostNetwork']],
  ['a Pod', [namespace('baseline'), manifest('v1', 'Pod', 'a', { namespace: 'shop', spec: { hostNetwork: true, containers: [{ name: 'a' }] } })], ['error spec.hostNetwork']],
  ['privileged takes it', [namespace('privileged'), agent], []],
  ['no label enforces nothing', [namespace(undefined), agent], []],
  ['a namespace that is elsewhere', [agent], []],
  ['a network of its own', [namespace('baseline'), deployment('web')], []],
  ['a pod that runs was let in', [namespace('baseline'), live('Pod', 'a', { spec: { hostNetwork: true, containers: [{ name: 'a' }] } })], []],
]);

test('what happens is said', () => {
  expect(onlyFinding(namespaceNotPrivileged, [namespace('baseline'), agent])).toMatchObject({
    message: 'Deployment shop/agent is on the host network, and namespace shop enforces baseline: the Deployment is stored with a warning, and each of its pods is refused', near: [{ object: { kind: 'Namespace', name: 'shop' }, note: 'baseline' }],
  });
});
