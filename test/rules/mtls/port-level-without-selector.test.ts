import { portLevelWithoutSelector } from '../../../lib/rules/mtls/port-level-without-selector';
import { istio } from '../../mesh/mesh';
import { judges, onlyFinding } from '../../support/judge';

const peer = (spec: object): ReturnType<typeof istio> => istio('PeerAuthentication', 'p', spec);
const portLevelMtls = { 8080: { mode: 'DISABLE' } };

judges(portLevelWithoutSelector, [
  ['ports without a selector are refused', [peer({ portLevelMtls })], ['error spec.portLevelMtls']],
  ['an empty selector is none', [peer({ selector: {}, portLevelMtls })], ['error spec.portLevelMtls']],
  ['no label is none', [peer({ selector: { matchLabels: {} }, portLevelMtls })], ['error spec.portLevelMtls']],
  ['an empty map of ports is refused as well', [peer({ portLevelMtls: {} })], ['error spec.portLevelMtls']],
  ['with a selector all is well', [peer({ selector: { matchLabels: { app: 'web' } }, portLevelMtls })], []],
  ['a mode for all ports needs none', [peer({ mtls: { mode: 'STRICT' } })], []],
  ['what a cluster holds was accepted', [{ ...peer({ portLevelMtls }), metadata: { name: 'p', namespace: 'shop', uid: '1' } }], []],
]);

test('the ports are said', () => {
  expect(onlyFinding(portLevelWithoutSelector, [peer({ portLevelMtls })])).toMatchObject({
    message: 'portLevelMtls names port 8080, and the policy selects no pods: the API server refuses it',
    help: 'add spec.selector.matchLabels with the labels of the pods whose ports are meant, or drop portLevelMtls',
  });
});
