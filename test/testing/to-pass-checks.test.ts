import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Testing } from 'cdk8s';
import { MutualTls } from '../../lib/cdk8s/constructs';
import { istioSidecar } from '../../lib/platform/presets';
import { matchers } from '../../lib/testing';
import { chart, shopApp, stderrOf, thrownBy } from '../cdk8s/app';

expect.extend(matchers);

const healthy = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'shop' }, data: { colour: 'blue' } };
const annotations = { 'traffic.sidecar.istio.io/excludeInboundPorts': '8080' };
const inert = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'reviews', namespace: 'shop', annotations }, spec: { ports: [{ name: 'http', port: 80 }] } };
const yaml = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: Settings, namespace: shop }\n';

describe('a list of objects', () => {
  test('passes where nothing fails', () => {
    expect([healthy]).toPassChecks();
    expect([{ apiVersion: 'v1', kind: 'List', items: [healthy, { ...healthy, metadata: { ...healthy.metadata, name: 'other', labels: undefined } }] }]).toPassChecks();
  });

  test('fails with the findings as a person reads them, and what to do', () => {
    expect(thrownBy(() => expect([inert]).toPassChecks())).toBe(
      `expected no findings that fail under profile default

error bypass/annotation-misplaced: annotation traffic.sidecar.istio.io/excludeInboundPorts on a Service has no effect: it is read from pods
   at Service shop/reviews  metadata.annotations["traffic.sidecar.istio.io/excludeInboundPorts"]
 help: write it on the pod template of the workload that is meant
assumed: Kubernetes 1.36, no mesh, cluster domain cluster.local and a CNI that enforces policies (say otherwise in sealane.yaml)
1 object: 1 error, 0 warnings`);
    expect([inert]).not.toPassChecks();
  });

  test('under .not, fails where nothing fails', () => {
    expect(thrownBy(() => expect([healthy]).not.toPassChecks())).toMatch(/^expected findings that fail under profile default, and there are none\n[\s\S]+\n1 object: 0 errors, 0 warnings$/);
  });
});

describe('text', () => {
  test('is read as kubectl reads it, and findings have lines', () => {
    expect(thrownBy(() => expect(yaml).toPassChecks())).toContain('   at ConfigMap shop/Settings  metadata.name  text:3:13\n');
    expect(JSON.stringify(healthy)).toPassChecks();
  });

  test('that is no object, or cannot be read, does not pass', () => {
    expect(thrownBy(() => expect('apiVersion: v1\nkind: [Service\n').toPassChecks())).toMatch(/input error: .+\n {3}at text:/);
    expect('apiVersion: v1\nkind: [Service\n').not.toPassChecks();
    expect(() => expect('colour: blue\n').toPassChecks()).toThrow('an expectation about no objects; give manifests: it would always hold');
    expect(() => expect('colour: blue\n').not.toPassChecks()).toThrow('an expectation about no objects');
  });
});

describe('a path', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'expectation-'));
    writeFileSync(join(folder, 'bad.yaml'), yaml);
    writeFileSync(join(folder, 'good.json'), JSON.stringify(healthy));
    writeFileSync(join(folder, 'accepting.yml'), 'accepts: [{ rule: api/invalid-name, reason: an old name }]\n');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('of a file, a folder or a glob', () => {
    expect(join(folder, 'good.json')).toPassChecks();
    expect(join(folder, '*.json')).toPassChecks();
    expect(folder).not.toPassChecks();
    expect(() => expect(join(folder, 'absent')).toPassChecks()).toThrow('absent does not exist; name a file');
  });

  test('may be judged under a sealane.yaml', () => {
    expect(join(folder, 'bad.yaml')).toPassChecks({ configuration: join(folder, 'accepting.yml') });
    expect(() => expect(yaml).toPassChecks({ configuration: 'absent.yaml' })).toThrow('absent.yaml does not exist');
  });
});

describe('options', () => {
  const unnamed = [
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'shop' }, spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } },
  ];

  test('a profile says what fails; the configuration may say it too', () => {
    const configuration = { severities: { 'service/port-unnamed': 'warning' } } as const;
    const world = { platform: istioSidecar({ cluster: 'eu', routing: 'istio' }), configuration };
    expect(unnamed).toPassChecks(world);
    expect(unnamed).not.toPassChecks({ ...world, profile: 'strict' });
    expect(unnamed).not.toPassChecks({ ...world, configuration: { ...configuration, profile: 'strict' } });
  });

  test('facts say what is outside', () => {
    const route = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'shop' }, spec: { containers: [{ name: 'web', image: 'web:1', envFrom: [{ configMapRef: { name: 'settings' } }] }] } };
    expect([route]).toPassChecks({ facts: { declared: [{ kind: 'ConfigMap', namespace: 'shop', name: 'settings' }] } });
  });

  test('that nothing knows are misuse, as they would change nothing', () => {
    expect(() => expect([healthy]).toPassChecks({ platfrom: 'istio' } as never)).toThrow('an expectation has no option platfrom; there are profile, platform, configuration, facts and namespace');
    expect(() => expect([healthy]).toPassChecks({ profile: 'lax' as never })).toThrow('profile "lax" of an expectation; write one of default, strict, advice');
  });
});

describe('what holds no manifests is misuse, with and without .not', () => {
  test.each([
    [undefined, 'an expectation about undefined; give an App, a Chart, a list of objects, YAML text, or a path of manifests'],
    [42, 'an expectation about 42'],
    [{}, 'an expectation about an object'],
    [healthy, 'an expectation about a single ConfigMap; put it in a list'],
    [[], 'an expectation about no objects'],
    [[healthy, { kind: 'Service' }], '[1] of the list is no Kubernetes object; give objects with apiVersion, kind and metadata'],
    [[{ apiVersion: 'v1', kind: 'Service', metadata: {} }], '[0] of the list Service has no metadata.name'],
    [[10n], '[0] of the list cannot be written as JSON'],
  ])('%p', (subject, message) => {
    expect(() => expect(subject).toPassChecks()).toThrow(message);
    expect(() => expect(subject).not.toPassChecks()).toThrow(message);
  });
});

describe('an App without a Network', () => {
  test('is checked by its objects, and findings name constructs', () => {
    const app = new App();
    new ApiObject(chart(app, 'shop', 'shop'), 'route', { apiVersion: inert.apiVersion, kind: inert.kind, metadata: { name: 'reviews', annotations }, spec: inert.spec });
    const other = chart(app, 'other', 'other');
    new ApiObject(other, 'settings', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' } });
    expect(thrownBy(() => expect(app).toPassChecks())).toContain('(construct shop/route)');
    expect(other).toPassChecks();
    expect(Testing.synth(other)).toPassChecks();
  });
});

describe('an App with a Network', () => {
  test('is composed and checked as its synth would, and the synth says the same afterwards', () => {
    const { app, net, shop, namespace } = shopApp();
    new MutualTls(shop, 'mtls', { network: net, namespace });
    expect(stderrOf(() => expect(app).toPassChecks())).toBe('');
    expect(app.synthYaml()).toContain('kind: PeerAuthentication');
  });

  test('fails with the construct that caused it, in the App and in its chart alone', () => {
    const { app, net, shop } = shopApp();
    const other = chart(app, 'other', 'other');
    net.namespace('other', { create: true });
    new ApiObject(shop, 'route', { apiVersion: inert.apiVersion, kind: inert.kind, metadata: { name: 'inert', annotations }, spec: inert.spec });
    new ApiObject(other, 'settings', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' } });
    expect(thrownBy(() => expect(app).toPassChecks())).toContain('(construct shop/route)');
    expect(shop).not.toPassChecks();
    expect(other).toPassChecks();
    expect(() => app.synthYaml()).toThrow('[shop/route] bypass/annotation-misplaced');
  });

  test('knows its platform: to say another is misuse', () => {
    const { app, net } = shopApp();
    expect(() => expect(app).toPassChecks({ platform: net.platform })).toThrow('platform of an expectation about an App with a Network; say it to the Network: new Network(app, platform, { check })');
  });
});
