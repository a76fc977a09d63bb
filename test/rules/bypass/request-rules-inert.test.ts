import { requestRulesInert } from '../../../lib/rules/bypass/request-rules-inert';
import { deployment, istio, service, shop } from '../../mesh/mesh';
import { judges, onlyFinding } from '../../support/judge';

const key = 'traffic.sidecar.istio.io/excludeOutboundPorts';
const web = (excluded: string | undefined): ReturnType<typeof deployment> => deployment('web', { spec: { containers: [{ name: 'm', env: [{ name: 'R', value: 'reviews.shop.svc:80' }] }] }, ...(excluded === undefined ? {} : { annotations: { [key]: excluded } }) });
const base = [shop, service('reviews'), deployment('reviews')];
const route = istio('VirtualService', 'reviews', { hosts: ['reviews'], http: [{ route: [{ destination: { host: 'reviews' } }] }] });
const rule = istio('DestinationRule', 'reviews', { host: 'reviews', trafficPolicy: { outlierDetection: {} } });
const at = `warning spec.template.metadata.annotations["${key}"]`;

judges(requestRulesInert, [
  ['a route that the client passes by', [...base, web('80'), route], [at]],
  ['balancing that the client passes by', [...base, web('80'), rule], [at]],
  ['a client that leaves out another port', [...base, web('5432'), route], []],
  ['a client whose proxy takes all', [...base, web(undefined), route], []],
  ['a Service without rules', [...base, web('80')], []],
  ['a route for gateways alone', [...base, web('80'), istio('VirtualService', 'reviews', { hosts: ['reviews'], gateways: ['public'], http: [{}] })], []],
  ['a Service that the client is not known to call', [...base, deployment('web', { annotations: { [key]: '80' } }), route], []],
]);

test('client and route are named', () => {
  expect(onlyFinding(requestRulesInert, [...base, web('80'), route]).message).toBe(`calls of web to reviews.shop.svc.cluster.local go past its proxy (${key} lists 80), so VirtualService shop/reviews has no effect on them`);
});
