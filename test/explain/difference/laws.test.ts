import fc from 'fast-check';
import { difference } from '../../../lib/explain/difference/difference';
import type { JsonObject } from '../../../lib/model/json';
import { deployment, namespace, service } from '../../support/closed';
import { networking, security, split } from '../../support/mesh-shop';
import { manifest } from '../../support/world';
import { side } from '../../support/told';

// Small clusters with a mesh, a gateway, policies of every kind, and a Corefile.

const subset = fc.record({ name: fc.constantFrom('v1', 'v2'), labels: fc.constantFrom({ version: 'v1' }, { version: 'v2' }, { version: 'v9' }) });
const mode = fc.constantFrom('STRICT', 'PERMISSIVE', 'DISABLE');
const match = fc.constantFrom<readonly object[]>([], [{ uri: { prefix: '/a' } }], [{ uri: { exact: '/a/b' } }], [{ headers: { x: { exact: '1' } } }]);
const http = fc.array(fc.tuple(match, fc.constantFrom(0, 10, 100), fc.constantFrom({}, { timeout: '3s' })).map(([conditions, percent, more]) => ({ ...(conditions.length === 0 ? {} : { match: conditions }), ...split(percent, more) })), { minLength: 1, maxLength: 3 });
const some = <T>(object: fc.Arbitrary<T>): fc.Arbitrary<readonly T[]> => fc.array(object, { maxLength: 1 });
const objects = fc.tuple(
  fc.constantFrom({}, { 'istio-injection': 'enabled' }).map(labels => [namespace('shop', labels)]),
  fc.subarray(['web', 'v1', 'v2']).map(names => names.map(name => (name === 'web' ? deployment('web', { http: 8080 }, { spec: { serviceAccountName: 'web' } }) : deployment(`reviews-${name}`, { http: 9080 }, { labels: { app: 'reviews', version: name } })))),
  some(fc.constantFrom({}, { type: 'LoadBalancer' }, { clusterIP: 'None' }).map(spec => service('reviews', { http: [80, 9080] }, { spec }))),
  some(fc.array(subset, { maxLength: 2 }).map(subsets => networking('DestinationRule', 'reviews', { host: 'reviews', subsets }))),
  some(fc.tuple(http, fc.subarray(['mesh', 'edge'], { minLength: 1 })).map(([rules, gateways]) => networking('VirtualService', 'reviews', { hosts: ['reviews', 'shop.example.com'], gateways, http: rules }))),
  some(fc.constantFrom({}, { tls: { mode: 'SIMPLE', credentialName: 'shop' } }).map(tls => networking('Gateway', 'edge', { selector: { istio: 'ingress' }, servers: [{ port: { number: 443, name: 'web', protocol: 'HTTP' }, hosts: ['*'], ...tls }] }))),
  some(mode.map(each => security('PeerAuthentication', 'default', { mtls: { mode: each } }))),
  some(fc.constantFrom({}, { rules: [{}] }, { rules: [{ from: [{ source: { namespaces: ['shop'] } }] }] }, { action: 'DENY', rules: [{ to: [{ operation: { paths: ['/a*'] } }] }] }).map(spec => security('AuthorizationPolicy', 'allow', spec))),
  some(fc.constantFrom('.:53 {\n kubernetes cluster.local\n forward . 10.0.0.1\n}\n', '.:53 {\n kubernetes cluster.local\n cache 30\n forward . 10.0.0.2\n}\n').map(Corefile => manifest('v1', 'ConfigMap', 'coredns', { namespace: 'kube-system', data: { Corefile } }))),
).map(parts => parts.flat());
const runs = { numRuns: 30 * Number(process.env['SEALANE_DEPTH'] ?? 1) };

const words = (before: readonly JsonObject[], after: readonly JsonObject[]): readonly { readonly area: string; readonly outcome: string; readonly subject: string; readonly causes: readonly string[] }[] =>
  difference(side(before), side(after)).changes.map(({ area, outcome, subject, because }) => ({ area, outcome, subject, causes: because.map(({ kind, object }) => `${kind} ${object}`) }));

test('no state differs from itself, in whatever order its objects come', () => {
  fc.assert(fc.property(objects.chain(list => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))), ([list, shuffled]) => {
    expect(difference(side(list), side(shuffled))).toMatchObject({ changes: [], withoutEffect: [] });
  }), runs);
});

test('the order of objects changes nothing of what is told', () => {
  fc.assert(fc.property(objects.chain(list => fc.tuple(objects, fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))), ([before, list, shuffled]) => {
    expect(words(before, shuffled)).toEqual(words(before, list));
  }), runs);
});

test('with the states exchanged, what was gained is lost; and every change has a cause', () => {
  const other = { gained: 'lost', lost: 'gained', changed: 'changed' } as Readonly<Record<string, string>>;
  const swapped = (text: string): string => text.replace(/^(?:added|removed)/, kind => (kind === 'added' ? 'removed' : 'added'));
  const sorted = (changes: ReturnType<typeof words>): readonly string[] => changes.map(({ area, outcome, subject, causes }) => [area, outcome, subject, ...causes].join(' | ')).sort();
  fc.assert(fc.property(objects, objects, (a, b) => {
    // Which of two rules is now before the other reads differently from either side.
    const pairs = (changes: ReturnType<typeof words>): ReturnType<typeof words> => changes.filter(({ area, outcome }) => area !== 'routes' || outcome !== 'changed');
    const [there, back] = [words(a, b), words(b, a)];
    expect(sorted(pairs(there))).toEqual(sorted(pairs(back).map(({ outcome, causes, ...rest }) => ({ ...rest, outcome: other[outcome] ?? '', causes: causes.map(swapped) }))));
    expect(there.filter(({ causes }) => causes.length === 0)).toEqual([]);
  }), runs);
});
