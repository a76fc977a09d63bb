import { existsSync } from 'node:fs';
import { startApiServer, type ApiServer } from './engines/apiserver';
import { startCorefile } from './engines/corefile';
import { accepts, explain, type Engine, type Verdict } from './engines/engine';
import { startInjector, type Injection, type InjectionQuestion } from './engines/injector';
import { startIstio, type Istio } from './engines/istio';
import { startKubeconform } from './engines/kubeconform';
import { startObjects, type ObjectsQuestion } from './engines/objects';
import { describeWith } from './engines/parts';
import { startPolicy } from './engines/policy';
import { startPromtool, type RuleQuestion } from './engines/promtool';
import { authorizationPolicy, corefile, deployment, destinationRule, namespace, peerAuthentication, policies, routeTo, service, shop, virtualService } from './shop';

// Every engine refuses a mistake that was planted for it and is content with the healthy shop: an engine that is always content, or
// never, would prove nothing about anything else it is asked.

const misspelt = { ...service('web'), spec: { selectr: { app: 'web' }, ports: [{ name: 'http', port: 80 }] } };
const withoutSelector = peerAuthentication({ portLevelMtls: { 8080: { mode: 'PERMISSIVE' } } });
const portName = { ...service('web'), spec: { selector: { app: 'web' }, ports: [{ name: 'HTTP', port: 80 }] } };

describeWith(['objects', 'crds'], 'objects', () => {
  let objects: Engine<ObjectsQuestion, readonly Verdict[]>;
  beforeAll(() => { objects = startObjects('planted'); });
  afterAll(() => objects.stop());
  const ask = async (object: object): Promise<string> => explain([{ ...object }], await objects.ask({ objects: [{ ...object }] }));

  test('a healthy shop is accepted', async () => {
    expect(explain(shop, await objects.ask({ objects: shop }))).toBe('');
  });
  test('a misspelt field is refused, of a built-in kind and of a custom resource', async () => {
    expect(await ask(misspelt)).toContain('unknown field "spec.selectr"');
    expect(await ask(peerAuthentication({ mtsl: { mode: 'STRICT' } }))).toContain('unknown field "spec.mtsl"');
  });
  test('a violated rule is refused: of validation code, of CEL', async () => {
    expect(await ask(portName)).toContain('spec.ports[0].name');
    expect(await ask(withoutSelector)).toContain('portLevelMtls requires selector');
  });
  test('the CRD set that is asked for decides', async () => {
    const route = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata: { name: 'reviews', namespace: 'shop' }, spec: { rules: [{ retry: { attempts: 2 } }] } };
    expect(await ask(route)).toContain('unknown field "spec.rules[0].retry"');
    expect(explain([route], await objects.ask({ objects: [route], sets: ['gateway-api-experimental'] }))).toBe('');
  });
  test('a kind that nothing describes is not accepted', async () => {
    expect(await ask({ apiVersion: 'example.com/v1', kind: 'Shop', metadata: { name: 'shop' } })).toContain('kind is not known');
  });
});

describeWith(['apiserver', 'crds'], 'apiserver', () => {
  let server: ApiServer;
  beforeAll(async () => { server = await startApiServer({ purpose: 'planted' }); });
  afterAll(() => server.stop());

  test('a healthy shop is accepted without a warning', async () => {
    const answers = await server.dryRun(shop);
    expect(answers.filter(answer => !answer.accepted || answer.warnings.length > 0)).toEqual([]);
  });
  test('planted mistakes are refused', async () => {
    const [field, rule, cel, kind] = await server.dryRun([misspelt, portName, withoutSelector, { apiVersion: 'example.com/v1', kind: 'Shop' }]);
    expect(field).toMatchObject({ accepted: false, code: 400, message: expect.stringContaining('unknown field "spec.selectr"') as string });
    expect(rule).toMatchObject({ accepted: false, code: 422 });
    expect(cel).toMatchObject({ accepted: false, code: 422, message: expect.stringContaining('portLevelMtls requires selector') as string });
    expect(kind).toMatchObject({ accepted: false, code: 404 });
  });
  test('a warning is told', async () => {
    const [answer] = await server.dryRun([{ ...service('web'), spec: { selector: { app: 'web' }, ports: [{ port: 80 }], externalIPs: ['203.0.113.7'], trafficDistribution: 'PreferClose' } }]);
    expect(answer?.warnings.join()).toContain('PreferSameZone');
  });
});

describeWith(['apiserver'], 'apiserver with namespaces of its own', () => {
  test('Pod Security and the namespace life cycle are enforced, and nothing stays behind', async () => {
    const server = await startApiServer({ purpose: 'planted', sets: [], namespaces: [namespace] });
    const pod = (name: string, spec: object): Record<string, unknown> => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: name }, spec: { containers: [{ name: 'main', image: 'registry.example.com/web:1.4.2' }], ...spec } });
    const [healthy, host, nowhere] = await server.dryRun([pod('shop', {}), pod('shop', { hostNetwork: true }), pod('nowhere', {})]).finally(() => server.stop());
    expect(healthy).toMatchObject({ accepted: true, code: 201 });
    expect(host).toMatchObject({ accepted: false, code: 403, message: expect.stringContaining('violates PodSecurity') as string });
    expect(nowhere).toMatchObject({ accepted: false, code: 404 });
    expect(existsSync(server.folder)).toBe(false);
  });
});

describeWith(['istio'], 'istio', () => {
  let istio: Istio;
  beforeAll(() => { istio = startIstio('planted'); });
  afterAll(() => istio.stop());

  test('a healthy shop passes admission and analysis without a word', async () => {
    const verdicts = await istio.admit(shop);
    expect(verdicts.filter(verdict => verdict.known)).toHaveLength(4);
    expect(verdicts.flatMap(verdict => [...verdict.errors, ...verdict.warnings])).toEqual([]);
    expect(await istio.analyze({ objects: shop })).toEqual([]);
  });
  test('an admission error is caught', async () => {
    const distribute = [{ from: 'eu/*', to: { 'eu/*': 60, 'us/*': 30 } }];
    const [verdict] = await istio.admit([destinationRule({ loadBalancer: { localityLbSetting: { distribute } }, outlierDetection: {} })]);
    expect(verdict?.errors.join()).toContain('total locality weight 90 != 100');
  });
  test('an admission warning is kept apart', async () => {
    const [verdict] = await istio.admit([virtualService([routeTo('reviews'), { match: [{ uri: { prefix: '/v2' } }], ...routeTo('reviews') }])]);
    expect(verdict).toMatchObject({ errors: [], warnings: [expect.stringContaining('not used') as string] });
  });
  test('an analyzer error is caught', async () => {
    const broken = [...shop.filter(object => object['kind'] !== 'VirtualService'), virtualService([routeTo('reviewz.shop.svc.cluster.local')])];
    expect(await istio.analyze({ objects: broken })).toEqual([expect.objectContaining({ code: 'IST0101', level: 'Error', object: 'VirtualService shop/reviews' })]);
  });
  test('without Pods the selector of a correct policy is accused', async () => {
    const codes = (await istio.analyze({ objects: [namespace, deployment('reviews'), authorizationPolicy], pods: false })).map(message => message.code);
    expect(codes).toContain('IST0127');
  });
  test('mesh config is read', async () => {
    await expect(istio.analyze({ objects: shop, meshConfig: 'outboundTrafficPolicy: {mode: SOMETIMES}' })).rejects.toThrow('mesh config');
    expect(await istio.analyze({ objects: shop, meshConfig: 'outboundTrafficPolicy: {mode: REGISTRY_ONLY}' })).toEqual([]);
  });
});

describeWith(['injector'], 'injector', () => {
  let injector: Engine<InjectionQuestion, Injection>;
  beforeAll(() => { injector = startInjector('planted'); });
  afterAll(() => injector.stop());
  const enrolled = { 'istio-injection': 'enabled' };

  test('an annotation reaches the proxy of an enrolled workload', async () => {
    const bypass = deployment('web', {}, { 'traffic.sidecar.istio.io/excludeOutboundPorts': '5432' });
    const { injected, object } = await injector.ask({ object: bypass, namespaceLabels: enrolled, nativeSidecar: true });
    expect(injected).toBe(true);
    expect(object).toMatchObject({ spec: { template: { spec: { initContainers: [
      { name: 'istio-init', args: expect.arrayContaining(['-o', '5432']) as string[] }, { name: 'istio-proxy', restartPolicy: 'Always' },
    ] } } } });
  });
  test('a misspelt annotation does not', async () => {
    const bypass = deployment('web', {}, { 'traffic.sidecar.istio.io/excludeOutboundPort': '5432' });
    expect(JSON.stringify((await injector.ask({ object: bypass })).object)).not.toContain('"-o","5432"');
  });
  test('nothing is injected where no webhook selects, or into a host-network pod', async () => {
    expect(await injector.ask({ object: deployment('web'), namespaceLabels: {} })).toMatchObject({ injected: false, selectedBy: [] });
    expect(await injector.ask({ object: deployment('web', { hostNetwork: true }), namespaceLabels: enrolled })).toMatchObject({ injected: false, notes: [expect.stringContaining('host networking') as string] });
  });
  test('options of the installation count', async () => {
    const { object } = await injector.ask({ object: deployment('web'), set: ['values.global.proxy.resources.requests.cpu=333m'] });
    expect(JSON.stringify(object)).toContain('333m');
  });
});

describeWith(['corefile'], 'corefile', () => {
  const ask = async (text: string): Promise<string> => {
    const engine = startCorefile('planted');
    return engine.ask(text).then(verdict => verdict.message ?? 'accepted').finally(() => engine.stop());
  };
  test('the stock file is accepted', async () => {
    expect(await ask(corefile)).toBe('accepted');
    expect(await ask('.:53 {\n    kubernetes cluster.local # no block\n}\n')).toBe('accepted');
  });
  test('a bad option is refused, with its line', async () => {
    expect(await ask(corefile.replace('ttl 30', 'ttl 86400'))).toContain('ttl must be in range');
    expect(await ask(corefile.replace('    reload\n', '    reload 1s\n'))).toContain('interval');
    expect(await ask(corefile.replace('    loop\n', '    lop\n'))).toMatch(/Corefile:15 .*lop/);
  });
  test('a server block that is there twice is refused', async () => {
    expect(await ask(corefile + corefile)).toContain('already defined');
  });
});

describeWith(['promtool'], 'promtool', () => {
  const group = (expr: string): RuleQuestion => ({ rules: { groups: [{ name: 'shop', rules: [{ alert: 'ShopErrors', expr, for: '10m' }] }] } });
  test('a rule is accepted, a bad expression is not', async () => {
    const engine = startPromtool('planted');
    expect((await engine.ask(group('sum(rate(istio_requests_total{response_code=~"5.."}[5m])) > 1'))).accepted).toBe(true);
    const { accepted, message } = await engine.ask(group('sum(rate(istio_requests_total[5m]) > 1'));
    await engine.stop();
    expect({ accepted, message }).toEqual({ accepted: false, message: expect.stringContaining('parse error') as string });
  });
});

describeWith(['policy'], 'policy', () => {
  test('a policy that selects the wrong caller changes the verdict', async () => {
    const engine = startPolicy('planted');
    const pairs = async (caller: string, port: number): Promise<readonly string[]> => (await engine.ask({ objects: [namespace, deployment('web'), deployment('reviews'), ...policies(caller)], port, protocol: 'TCP' })).map(({ from, to }) => `${from.name} to ${to.name}`);
    expect(await pairs('web', 8080)).toEqual(['web to reviews']);
    expect(await pairs('web', 9090)).toEqual([]);
    expect(await pairs('wbe', 8080)).toEqual([]);
    await engine.stop();
  });
});

describeWith(['kubeconform', 'schemas'], 'kubeconform', () => {
  test('a misspelt field is refused; a rule across fields is not seen', async () => {
    const engine = startKubeconform('planted');
    const [healthy, field, cel] = await engine.ask({ objects: [service('web'), misspelt, withoutSelector] });
    expect((await engine.ask({ objects: shop })).every(accepts)).toBe(true);
    await engine.stop();
    expect([healthy, field, cel].map(verdict => verdict !== undefined && accepts(verdict))).toEqual([true, false, true]);
  });
});
