import { check, type Report } from '../../lib/check/check';
import { acceptAnnotation } from '../../lib/model/finding';
import type { JsonObject } from '../../lib/model/json';
import { clusterOf } from '../../lib/cluster/cluster-of';
import { istio, service } from '../mesh/mesh';
import { facts } from '../support/world';

const known = 'galley.istio.io/analyze-suppress';
const report = (...objects: readonly JsonObject[]): Report => check({ world: { cluster: clusterOf(objects.map(written => ({ written, source: { file: 'a.yaml', document: 0, inside: [] } }))), facts: facts({ complete: true }) } });
/** A route whose destination is nowhere, which is IST0101 and KIA1101. */
const route = (annotations: object = {}, name = 'web'): JsonObject => istio('VirtualService', name, { hosts: [`${name}.example.com`], gateways: ['mesh'], http: [{ timeout: '2s', route: [{ destination: { host: 'reveiws' } }] }] }, { annotations });
const unknownHost = ({ findings }: Report): number => findings.filter(({ rule }) => rule === 'route/host-unknown').length;

test.each(['IST0101', 'IST0130, IST0101', 'KIA1101', '*'])('annotation "%s" acknowledges the finding, with its reason', text => {
  const made = report(service('reviews'), route({ [known]: text }));
  expect(unknownHost(made)).toBe(0);
  expect(made.accepted).toContainEqual(expect.objectContaining({ by: 'annotation', reason: expect.stringMatching(/^annotation galley\.istio\.io\/analyze-suppress says (?:IST0101|KIA1101|\*)$/), finding: expect.objectContaining({ rule: 'route/host-unknown' }) }));
});

test('other codes, and annotations of other objects, acknowledge nothing', () => {
  expect(unknownHost(report(service('reviews'), route({ [known]: 'IST0102' })))).toBe(1);
  expect(unknownHost(report(service('reviews'), route({}), route({ [known]: '*' }, 'api')))).toBe(1);
});

test('a star is for what istioctl says, and not for what it does not know', () => {
  const bare = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'Bad_Name', namespace: 'shop', annotations: { [known]: '*' } }, spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } };
  expect(report(bare).findings.map(({ rule }) => rule)).toContain('api/invalid-name');
});

test('an accept by name comes first, and a suppression of nothing is no finding', () => {
  const accepts = JSON.stringify([{ rule: 'route/host-unknown', reason: 'made by the platform' }]);
  expect(report(service('reviews'), route({ [known]: '*', [acceptAnnotation]: accepts })).accepted.filter(({ finding }) => finding.rule === 'route/host-unknown').map(({ reason }) => reason)).toEqual(['made by the platform']);
  expect(report(service('reviews', {}, 'shop', { annotations: { [known]: 'IST0999' } })).findings.filter(({ rule }) => rule.startsWith('platform/'))).toEqual([]);
});
