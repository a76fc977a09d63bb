import { exportUnknown } from '../../../lib/rules/route/export-unknown';
import { istio, service, shop } from '../../mesh/mesh';
import { ruled, said } from '../../support/rules';

test('a namespace close to one that is there', () => {
  expect(ruled(exportUnknown, [shop, istio('VirtualService', 'web', { hosts: ['web'], exportTo: ['shpo'] }, { namespace: 'web' })]).findings).toMatchObject([{
    severity: 'warning', path: ['spec', 'exportTo', 0], message: 'there is no namespace shpo, so that nobody there sees this', help: 'write shop',
  }]);
});

test('of a Service by annotation', () => {
  expect(said(exportUnknown, [service('web', {}, 'shop', { annotations: { 'networking.istio.io/exportTo': '., shpo' } })], { complete: true })).toEqual(['error: there is no namespace shpo, so that nobody there sees this']);
});

test.each([[['*']], [['.']], [['shop']], [['~']]])('%j is well', exportTo => {
  expect(said(exportUnknown, [shop, istio('ServiceEntry', 'api', { hosts: ['api.example.com'], exportTo })], { complete: true })).toEqual([]);
});

test('other names are unknown', () => {
  expect(said(exportUnknown, [shop, istio('DestinationRule', 'web', { host: 'web', exportTo: ['edge'] })])).toEqual(['unknown: a namespace that is named is not in the input']);
});
