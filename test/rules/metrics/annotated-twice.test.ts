import { annotatedTwice } from '../../../lib/rules/metrics/annotated-twice';
import type { JsonObject } from '../../../lib/model/json';
import { ruled, said } from '../../support/rules';
import { manifest } from '../../support/world';

const yes = { 'prometheus.io/scrape': 'true' };
const service = (annotations: object): JsonObject => ({ ...manifest('v1', 'Service', 'web', { namespace: 'shop', spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } }), metadata: { name: 'web', namespace: 'shop', annotations: annotations as JsonObject } });
const pods = (annotations: object): JsonObject => manifest('apps/v1', 'Deployment', 'web', { namespace: 'shop', spec: { selector: { matchLabels: { app: 'web' } }, template: { metadata: { labels: { app: 'web' }, annotations }, spec: { containers: [{ name: 'main', image: 'registry.example/web:1' }] } } } });

test('a Service and the pods behind it that both ask to be read', () => {
  expect(ruled(annotatedTwice, [service(yes), pods(yes)]).findings).toMatchObject([
    { severity: 'warning', path: ['metadata', 'annotations', 'prometheus.io/scrape'], message: 'Service shop/web and the pods of Deployment web behind it both have annotation prometheus.io/scrape: their samples are there twice', near: [{ object: { kind: 'Deployment' }, path: ['spec', 'template', 'metadata', 'annotations', 'prometheus.io/scrape'] }] },
  ]);
  expect(said(annotatedTwice, [service({ ...yes, 'prometheus.io/port': '9090' }), pods({ ...yes, 'prometheus.io/port': '9090' })])).toHaveLength(1);
});

test.each([
  ['only the Service', service(yes), pods({})],
  ['only the pods', service({}), pods(yes)],
  ['pods that say no', service(yes), pods({ 'prometheus.io/scrape': 'false' })],
  ['two ports', service({ ...yes, 'prometheus.io/port': '9090' }), pods({ ...yes, 'prometheus.io/port': '9091' })],
])('%s is well', (_title, ...objects) => expect(said(annotatedTwice, objects)).toEqual([]));
