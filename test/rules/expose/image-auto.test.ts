import { imageAuto } from '../../../lib/rules/expose/image-auto';
import type { JsonObject } from '../../../lib/model/json';
import { deployment, shop } from '../../mesh/mesh';
import { manifest } from '../../support/world';
import { ruled, said } from '../../support/rules';

const gateway = (labels: object = {}, image = 'auto'): JsonObject => deployment('public', { labels, spec: { containers: [{ name: 'istio-proxy', image }] } });
const outside = manifest('v1', 'Namespace', 'shop');

test('a gateway that no injector is asked for', () => {
  expect(ruled(imageAuto, [outside, gateway()]).findings).toMatchObject([{ severity: 'error', path: ['spec', 'template', 'spec', 'containers', 0, 'image'], message: 'the image of istio-proxy in Deployment shop/public is for the injector to fill in, and it does not: neither its pods nor namespace shop ask for a sidecar' }]);
});

test('a Pod that was admitted with it', () => {
  expect(said(imageAuto, [shop, manifest('v1', 'Pod', 'public', { namespace: 'shop', metadata: { uid: '1' }, spec: { containers: [{ name: 'istio-proxy', image: 'auto' }] } })])).toEqual(['error: pods of Pod shop/public were admitted with image "auto": no injector filled it in, and none of that name can be pulled']);
});

test('where the namespace is not shown it is unknown', () => {
  expect(said(imageAuto, [gateway()])).toEqual(['unknown: whether the injector fills in the image of a gateway']);
});

test('a labelled namespace, labelled pods, and an image of its own are well', () => {
  expect(said(imageAuto, [shop, gateway()])).toEqual([]);
  expect(said(imageAuto, [outside, gateway({ 'sidecar.istio.io/inject': 'true' })])).toEqual([]);
  expect(said(imageAuto, [outside, gateway({}, 'istio/proxyv2:1.31.1')])).toEqual([]);
});
