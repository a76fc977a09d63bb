import { parseConfiguration } from '../../lib/configuration/parse';

const parse = (text: string): ReturnType<typeof parseConfiguration> => parseConfiguration(text, 'sealane.yaml');

test('every part is read', () => {
  const text = `
platform: { mesh: istio, routing: istio, istioVersion: "1.30", cni: cilium, enrolment: { revision: 1-31 }, dns: { port: 5353 } }
declared: [{ kind: Secret, namespace: edge, name: shop-tls }]
complete: [shop]
severities: { api/invalid-name: "off" }
accepts: [{ rule: api/invalid-name, reason: another tool, kind: ConfigMap }]
edges: [{ from: shop/web, to: shop/reviews, port: http }]
pinningNodes: { shop.example.com/cpu: static }
clusters: { eu: manifests/eu }
debugImage: example.com/netshoot:1
`;
  expect(parse(text)).toMatchObject({ platform: { istioVersion: '1.30', enrolment: { revision: '1-31' } }, complete: ['shop'], clusters: { eu: 'manifests/eu' }, debugImage: 'example.com/netshoot:1' });
});

test('an empty file says nothing', () => {
  expect(parse('# nothing\n')).toEqual({});
});

test.each([
  ['a misspelt field', 'platfrom: {}', 'platfrom is no field; there are platform, profile, declared'],
  ['a misspelt option', 'platform: { meshh: istio }', 'platform.meshh is no field'],
  ['a version that YAML reads as a number', 'platform: { istioVersion: 1.30 }', 'platform.istioVersion is the number 1.3: quote it'],
  ['a value outside of a closed set', 'platform: { mesh: itsio }', 'platform.mesh is "itsio", allowed are none, istio, linkerd and consul'],
  ['an accept without a reason', 'accepts: [{ rule: a/b }]', 'accepts[0] has no reason'],
  ['a severity that is none', 'severities: { a/b: fatal }', 'severities.a/b is "fatal", allowed are error, warning, info and off'],
  ['no map at all', '- a', 'the file is a list, not a map'],
  ['broken YAML', 'a: [', 'sealane.yaml:1: '],
  ['a field that stands twice', 'complete: true\ncomplete: true', 'sealane.yaml:2: key "complete" stands twice'],
])('%s is refused', (_title, text, message) => {
  expect(() => parse(`${text}\n`)).toThrow(message);
});

test('everything that is wrong is said at once', () => {
  expect(() => parse('a: 1\ncomplete: no\n')).toThrow(/a is no field.*; complete is false/);
});
