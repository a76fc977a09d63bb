import type { Facts } from '../../../../lib/cluster/facts';
import { endpointsHops } from '../../../../lib/explain/trace/hops/endpoints';
import { localityHops } from '../../../../lib/explain/trace/hops/locality';
import { serviceHops } from '../../../../lib/explain/trace/hops/service';
import { subsetHops } from '../../../../lib/explain/trace/hops/subset';
import type { Hop } from '../../../../lib/explain/trace/hop';
import type { Leg, Way } from '../../../../lib/explain/trace/way';
import { considered, shop, told, wayFrom, worldFrom } from './told';

function hopsOf(of: (way: Way, to: NonNullable<Leg['to']>) => readonly Hop[], text: string, { url = 'http://reviews', name = 'reviews.shop.svc.cluster.local', subset, base = shop, facts = {} }: { url?: string; name?: string; subset?: string; base?: string; facts?: Partial<Facts> } = {}): readonly Hop[] {
  const way = wayFrom(worldFrom(base + text, facts), url);
  const { host, port } = serviceHops(way, name);
  if (host === undefined || port === undefined) throw new Error('no host');
  return of(way, { host, port, ...(subset === undefined ? {} : { subset }) });
}

const rule = (spec: string): string => `apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: { name: reviews, namespace: shop }\nspec: ${spec}\n---\n`;
const service = (spec: string, name = 'other'): string => `apiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: shop }\nspec: ${spec}\n---\n`;
const at = (name: string): { readonly url: string; readonly name: string } => ({ url: `http://${name}`, name: `${name}.shop.svc.cluster.local` });

describe('subsets', () => {
  const versions = rule('{ host: reviews, subsets: [{ name: v1, labels: { version: v1 } }, { name: v9, labels: { version: v9 } }, { name: hot, labels: { pod-template-hash: abc } }] }');

  test('none is named: no hop', () => {
    expect(hopsOf(subsetHops, versions)).toEqual([]);
  });

  test.each([
    ['v1', 'ok: v1 {version=v1}: 3 pods [DestinationRule shop/reviews spec.subsets[0]]'],
    ['v9', 'fail SUBSET-EMPTY: subset v9 {version=v9} of DestinationRule shop/reviews selects none of 4 pods behind reviews.shop.svc.cluster.local [DestinationRule shop/reviews spec.subsets[1]]'],
    ['hot', 'unknown: hot {pod-template-hash=abc}: label pod-template-hash is put on running pods, which are not in the input [DestinationRule shop/reviews spec.subsets[2]]'],
    ['v7', 'fail DR-MISSING: DestinationRule shop/reviews has no subset v7: its subsets are v1, v9, hot [DestinationRule shop/reviews spec.subsets]'],
  ])('%s', (subset, expected) => {
    expect(told(hopsOf(subsetHops, versions, { subset }))).toEqual([expected]);
  });

  test('a name that is near is asked for', () => {
    expect(hopsOf(subsetHops, rule('{ host: reviews, subsets: [{ name: stable, labels: {} }] }'), { subset: 'stabel' })[0]?.text).toContain('was stable meant?');
  });

  test('no DestinationRule at all', () => {
    expect(told(hopsOf(subsetHops, '', { subset: 'v1' }))).toEqual(['fail DR-MISSING: subset v1 of reviews.shop.svc.cluster.local is defined by no DestinationRule']);
  });

  test('one that these clients do not follow', () => {
    const hops = hopsOf(subsetHops, rule('{ host: reviews.shop.svc.cluster.local, exportTo: ["."], subsets: [{ name: v1, labels: { version: v1 } }] }').replace('namespace: shop', 'namespace: far'), { subset: 'v1' });
    expect(hops[0]?.code).toBe('DR-MISSING');
    expect(considered(hops)).toEqual(['DestinationRule far/reviews defines it, and these clients do not follow that rule']);
  });

  test('labels that pods have are listed where none fits', () => {
    expect(considered(hopsOf(subsetHops, versions, { subset: 'v9' }))).toEqual(['pods of reviews-v1 have app=reviews,version=v1', 'pods of reviews-v2 have app=reviews,version=v2']);
  });
});

describe('endpoints', () => {
  test('pods by their number, on the port that they declare', () => {
    expect(told(hopsOf(endpointsHops, ''))).toEqual(['ok: 4 pods on 9080 (declared) [Service shop/reviews spec.selector, Deployment shop/reviews-v1, Deployment shop/reviews-v2]']);
  });

  test('those of the subset alone', () => {
    expect(hopsOf(endpointsHops, rule('{ host: reviews, subsets: [{ name: v2, labels: { version: v2 } }] }'), { subset: 'v2' })[0]?.text).toBe('1 pod on 9080 (declared)');
  });

  test('a selector that nobody meets, and who nearly does', () => {
    const hops = hopsOf(endpointsHops, service('{ selector: { app: reviews, version: v3 }, ports: [{ port: 80 }] }'), at('other'));
    expect(told(hops)).toEqual(['fail SVC-NO-PODS: no pod of namespace shop has app=reviews,version=v3 [Service shop/other spec.selector]']);
    expect(considered(hops)).toEqual(['pods of reviews-v1 differ: version is "v1", not "v3"', 'pods of reviews-v2 differ: version is "v2", not "v3"']);
  });

  test('a value under another key is near, too', () => {
    const hops = hopsOf(endpointsHops, service('{ selector: { name: web }, ports: [{ port: 80 }] }'), at('other'));
    expect(considered(hops)).toEqual(['pods of web differ: name is missing, not "web"']);
  });

  test.each([
    ['labels of running pods', service('{ selector: { role: leader }, ports: [{ port: 80 }] }'), {}],
    ['an operator in the namespace', `${service('{ selector: { app: db }, ports: [{ port: 80 }] }')}apiVersion: acid.zalan.do/v1\nkind: postgresql\nmetadata: { name: db, namespace: shop }\n`, {}],
    ['no selector, and no slices', service('{ ports: [{ port: 80 }] }'), {}],
  ])('not known: %s', (_, text, facts) => {
    expect(hopsOf(endpointsHops, text, { ...at('other'), facts })[0]?.status).toBe('unknown');
  });

  test('not known where the namespace shows no pods, and nobody where it is whole', () => {
    const far = 'apiVersion: v1\nkind: Service\nmetadata: { name: db, namespace: data }\nspec: { selector: { app: db }, ports: [{ port: 5432 }] }\n';
    const asked = { url: 'tcp://db.data:5432', name: 'db.data.svc.cluster.local' };
    expect(hopsOf(endpointsHops, far, asked)[0]).toMatchObject({ status: 'unknown', missing: ['Pod'] });
    expect(hopsOf(endpointsHops, far, { ...asked, facts: { complete: new Set(['data']) } })[0]).toMatchObject({ status: 'fail', code: 'SVC-NO-PODS' });
  });

  test('a target port by a name that no container declares', () => {
    const hops = hopsOf(endpointsHops, service('{ selector: { app: reviews }, ports: [{ port: 80, targetPort: http }] }'), at('other'));
    expect(told(hops)).toEqual(['fail TARGET-PORT: targetPort "http" is declared by no container of reviews-v1, reviews-v2 [Service shop/other spec.ports[0].targetPort]']);
    expect(considered(hops)[0]).toBe('pods of reviews-v1 declare "web" 9080/TCP');
  });

  test('a target port that pods do not declare, though they declare others', () => {
    const hops = hopsOf(endpointsHops, service('{ selector: { app: reviews, version: v2 }, ports: [{ port: 80, targetPort: 8080 }] }'), at('other'));
    expect(told(hops).at(-1)).toBe('warn TARGET-UNDECLARED: port 80 leads to 8080, and the pods of reviews-v2 declare 9080 "web": does anything listen on 8080? [Deployment shop/reviews-v2 spec.template.spec.containers]');
    expect(hopsOf(endpointsHops, service('{ selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }] }'), at('other')).map(({ code }) => code)).toEqual([undefined]);
  });

  test('live pods, of which none is ready', () => {
    const pod = (ready: string): string => `apiVersion: v1\nkind: Pod\nmetadata: { name: one, namespace: shop, uid: a, labels: { app: one } }\nspec: { containers: [{ name: main }] }\nstatus: { phase: Running, podIP: 10.1.2.3, conditions: [{ type: Ready, status: "${ready}" }] }\n---\n`;
    const one = service('{ selector: { app: one }, ports: [{ port: 80 }] }');
    expect(hopsOf(endpointsHops, one + pod('False'), at('other'))[0]).toMatchObject({ status: 'fail', code: 'EP-NOT-READY', text: '1 pod for 80, and none is ready' });
    expect(hopsOf(endpointsHops, one + pod('True'), at('other'))[0]?.status).toBe('ok');
  });
});

describe('places', () => {
  const balanced = (setting: string, outlier = ''): string => rule(`{ host: reviews, trafficPolicy: { loadBalancer: { localityLbSetting: ${setting} }${outlier} } }`);
  const codes = (text: string): readonly string[] => hopsOf(localityHops, text).map(({ status, code }) => code ?? status);

  test.each([
    ['nothing is set', '', ['skipped']],
    ['failover with outlierDetection', balanced('{ failover: [{ from: a, to: b }] }', ', outlierDetection: { consecutive5xxErrors: 5 }'), ['ok']],
    ['failover without it', balanced('{ failover: [{ from: a, to: b }] }'), ['LOC-NO-OUTLIER']],
    ['priorities without it', balanced('{ failoverPriority: [region] }'), ['LOC-NO-OUTLIER']],
    ['fixed shares', balanced('{ distribute: [{ from: "a/*", to: { "a/*": 80, "b/*": 20 } }] }'), ['ok']],
    ['both, which istiod refuses; and failover needs what is missing', balanced('{ distribute: [{ from: a, to: { a: 100 } }], failover: [{ from: a, to: b }] }'), ['LOC-BOTH', 'LOC-NO-OUTLIER']],
    ['switched off', balanced('{ enabled: false }'), ['ok']],
  ])('%s', (_, text, expected) => {
    expect(codes(text)).toEqual(expected);
  });

  test('shares are said', () => {
    expect(hopsOf(localityHops, balanced('{ distribute: [{ from: "a/*", to: { "a/*": 80, "b/*": 20 } }] }'))[0]?.text).toBe('shares of places are fixed: from a/* to a/* 80 %, b/* 20 %');
  });
});
