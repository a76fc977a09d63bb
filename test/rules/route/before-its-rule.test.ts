import type { GivenObject } from '../../../lib/cluster/given';
import { beforeItsRule } from '../../../lib/rules/route/before-its-rule';
import { istio } from '../../mesh/mesh';
import { destinationRule } from '../../support/destination-rule';
import { found, ruled, view } from '../../support/rules';

const host = 'reviews.shop.svc.cluster.local';
const written = { route: istio('VirtualService', 'reviews', { hosts: [host], http: [{ route: [{ destination: { host, subset: 'v1' } }] }] }), rule: destinationRule({ subsets: [{ name: 'v1', labels: { version: 'v1' } }] }) };
const given = (which: keyof typeof written, chart = 'shop'): GivenObject => ({ written: written[which], source: { inside: [], construct: `${chart}/${which}` } });

test('a program that writes the route first', () => {
  expect(found(beforeItsRule, view({ objects: [given('route'), given('rule')] }))).toMatchObject([{
    codes: ['CAN-16'], severity: 'warning', constructs: ['shop/route'], message: 'it stands before DestinationRule shop/reviews, which defines subset "v1": while the two are applied, requests are answered with 503', help: 'create DestinationRule shop/reviews first',
  }]);
});

test('the rule first, or another chart, is well', () => {
  expect(found(beforeItsRule, view({ objects: [given('rule'), given('route')] }))).toEqual([]);
  expect(found(beforeItsRule, view({ objects: [given('route'), given('rule', 'rules')] }))).toEqual([]);
});

test('files are applied as their owners like', () => {
  expect(ruled(beforeItsRule, [written.route, written.rule])).toEqual({ findings: [], unknown: [] });
});
