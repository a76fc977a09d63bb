import { barePod } from '../../../lib/rules/host/bare-pod';
import type { JsonObject } from '../../../lib/model/json';
import { deployment } from '../../mesh/mesh';
import { judges, onlyFinding } from '../../support/judge';
import { manifest } from '../../support/world';

const pod = (spec: object = {}, metadata: object = {}): JsonObject => manifest('v1', 'Pod', 'a', { namespace: 'shop', metadata, spec: { containers: [{ name: 'a' }], ...spec } });

judges(barePod, [
  ['a Pod of its own', [pod()], ['info kind']],
  ['the Pod of a Deployment', [deployment('web')], []],
  ['a Pod that shall end: a test of a chart', [pod({ restartPolicy: 'Never' })], []],
  ['a Pod that runs', [pod({}, { uid: '1' })], []],
]);

test('it is named', () => {
  expect(onlyFinding(barePod, [pod()]).message).toBe('Pod shop/a stands alone: nobody makes it again when its node goes, and a change of it is a deletion');
});
