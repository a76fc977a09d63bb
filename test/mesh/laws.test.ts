import fc from 'fast-check';
import type { World } from '../../lib/cluster/cluster';
import { authorization } from '../../lib/mesh/authorization';
import { capturesInbound, enrolment } from '../../lib/mesh/capture';
import { clientOf } from '../../lib/mesh/client';
import { acceptance, handshake } from '../../lib/mesh/connection';
import { destinationRule } from '../../lib/mesh/destination-rule';
import { endpointsOf } from '../../lib/mesh/endpoints';
import { hostFor, hosts } from '../../lib/mesh/hosts';
import { effectiveRoute } from '../../lib/mesh/route';
import { serverMode } from '../../lib/mesh/peer-authentication';
import { trafficPolicy } from '../../lib/mesh/traffic-policy';
import type { JsonObject } from '../../lib/model/json';
import { manifest } from '../support/world';
import { deployment, istio, service, told, world } from './mesh';

/** Everything that the evaluators say of a world, as text. */
function everything(w: World, caller = 'alpha'): readonly string[] {
  const answers: string[] = [];
  const say = (question: string, answer: unknown): void => void answers.push(`${question}: ${told(answer)}`);
  for (const workload of w.cluster.workloads) {
    const at = `${workload.namespace}/${workload.name}`;
    say(`${at} mode`, serverMode(w, workload, 8080));
    say(`${at} accepts`, acceptance(w, workload, 8080));
    say(`${at} captures`, [capturesInbound(w, workload, 8080), enrolment(w, workload)]);
    say(`${at} verdict`, authorization(w, workload, { port: 8080, requests: 'unknown', identity: { trustDomain: 'cluster.local', namespace: caller, serviceAccount: 'web' }, method: 'GET' }));
    for (const name of hosts(w).keys()) {
      const host = hostFor(w, name, workload.namespace);
      say(`${at} knows ${name}`, host?.object);
      if (host === undefined) continue;
      const rule = destinationRule(w, clientOf(workload), host);
      say(`${at} to ${name} rule`, rule);
      for (const port of host.ports) {
        const endpoints = endpointsOf(w, host, port);
        const { set, rules, by, matched, ignored } = effectiveRoute(w, { from: workload, host: name, port: port.number, path: '/a' });
        say(`${at} to ${name}:${port.number} route`, { by, matched, set: set?.object, rules: rules.map(({ rule, certainty }) => [rule.object, rule.path, rule.action.kind, certainty]), ignored: ignored.map(({ object }) => object) });
        say(`${at} to ${name}:${port.number} policy`, [trafficPolicy(w, rule, port.number), trafficPolicy(w, rule, port.number, 'v1')]);
        // A list of pods has the order of the input.
        say(`${at} to ${name}:${port.number}`, [endpoints.complete, endpoints.list.map(endpoint => told(handshake(w, workload, host, port, endpoint))).sort()]);
      }
    }
  }
  return answers.sort();
}

const namespaces = ['alpha', 'beta', 'istio-system'] as const;
const namespace = fc.constantFrom(...namespaces);
const app = fc.constantFrom('web', 'api');
const selector = fc.option(app.map(value => ({ matchLabels: { app: value } })), { nil: undefined });
const exportTo = fc.option(fc.subarray(['.', 'alpha', 'beta'], { minLength: 1 }), { nil: undefined });
const tls = fc.option(fc.constantFrom('DISABLE', 'SIMPLE', 'ISTIO_MUTUAL').map(mode => ({ mode })), { nil: undefined });
const policy = fc.option(fc.record({ tls, outlierDetection: fc.constant({ maxEjectionPercent: 50 }) }), { nil: undefined });
const mode = fc.constantFrom('STRICT', 'PERMISSIVE', 'DISABLE', 'UNSET').map(said => ({ mode: said }));

const spec = fc.oneof(
  fc.record({ kind: fc.constant('DestinationRule'), spec: fc.record({ host: fc.constantFrom('web', 'web.alpha.svc.cluster.local', '*.local', 'x.example.com'), trafficPolicy: policy, exportTo, workloadSelector: selector, subsets: fc.array(fc.constantFrom('v1', 'v2').map(name => ({ name, labels: { version: name } })), { maxLength: 1 }) }) }),
  fc.record({ kind: fc.constant('VirtualService'), spec: fc.record({
    hosts: fc.constantFrom(['web'], ['web.alpha.svc.cluster.local'], ['*.local'], ['x.example.com'], []),
    exportTo,
    http: fc.array(fc.record({ match: fc.option(fc.constantFrom([{ uri: { prefix: '/a' } }], [{ sourceLabels: { app: 'web' } }], [{ headers: { x: { exact: '1' } } }], [{ sourceNamespace: 'alpha' }]), { nil: undefined }), route: fc.constant([{ destination: { host: 'web' } }]) }), { maxLength: 2 }),
  }) }),
  fc.record({ kind: fc.constant('Sidecar'), spec: fc.record({ workloadSelector: fc.option(app.map(value => ({ labels: { app: value } })), { nil: undefined }), egress: fc.array(fc.constantFrom('./*', '*/*', 'alpha/web.alpha.svc.cluster.local', '~beta/*').map(host => ({ hosts: [host] })), { maxLength: 2 }) }) }),
  fc.record({ kind: fc.constant('PeerAuthentication'), spec: fc.record({ selector, mtls: mode, portLevelMtls: fc.option(mode.map(said => ({ 8080: said })), { nil: undefined }) }) }),
  fc.record({ kind: fc.constant('AuthorizationPolicy'), spec: fc.record({ selector, action: fc.constantFrom('ALLOW', 'DENY'), rules: fc.array(fc.constantFrom({}, { from: [{ source: { namespaces: ['alpha'] } }] }, { to: [{ operation: { methods: ['POST'] } }] }), { maxLength: 2 }) }) }),
  fc.record({ kind: fc.constant('ServiceEntry'), spec: fc.record({ hosts: fc.constantFrom(['x.example.com'], ['*.example.com']), exportTo, location: fc.constantFrom('MESH_INTERNAL', 'MESH_EXTERNAL'), resolution: fc.constant('STATIC'), ports: fc.constant([{ name: 'http', number: 80, protocol: 'HTTP' }]), endpoints: fc.constant([{ address: '10.0.0.1', serviceAccount: 'x' }]) }) }),
);

/** A small mesh: two namespaces with a client and a Service, and rules of all kinds and ages, some without an age. */
const meshes: fc.Arbitrary<readonly JsonObject[]> = fc.tuple(fc.array(fc.tuple(spec, namespace, fc.option(fc.nat(9), { nil: undefined })), { maxLength: 7 }), fc.boolean(), fc.boolean()).map(([rules, headless, bare]) => [
  ...['alpha', 'beta'].map(name => manifest('v1', 'Namespace', name, { labels: { 'istio-injection': 'enabled' } })),
  service('web', headless ? { clusterIP: 'None' } : {}, 'alpha'),
  deployment('web', { namespace: 'alpha', labels: { version: 'v1' } }),
  deployment('api', { namespace: 'beta', ...(bare ? { labels: { 'sidecar.istio.io/inject': 'false' } } : {}) }),
  ...rules.map(([{ kind, spec: said }, within, created], i) => istio(kind, `r${i}`, JSON.parse(JSON.stringify(said)) as object, { namespace: within, ...(created === undefined ? {} : { created }) })),
]);

test('the order of the objects says nothing', () => {
  fc.assert(fc.property(meshes.chain(objects => fc.tuple(fc.constant(objects), fc.shuffledSubarray([...objects], { minLength: objects.length }))), ([objects, shuffled]) => {
    expect(everything(world(shuffled))).toEqual(everything(world(objects)));
  }), { numRuns: 60 });
});

test('objects of a namespace that nobody asks about say nothing', () => {
  const elsewhere = [
    deployment('elsewhere', { namespace: 'gamma' }),
    service('elsewhere', {}, 'gamma'),
    ...['DestinationRule', 'PeerAuthentication', 'AuthorizationPolicy'].map(kind => istio(kind, 'own', { host: 'elsewhere', mtls: { mode: 'STRICT' }, exportTo: ['.'] }, { namespace: 'gamma' })),
  ];
  fc.assert(fc.property(meshes, objects => {
    const about = (answers: readonly string[]): readonly string[] => answers.filter(answer => !answer.includes('elsewhere'));
    expect(about(everything(world([...objects, ...elsewhere])))).toEqual(everything(world(objects)));
  }), { numRuns: 40 });
});

test('names say nothing: a namespace renamed everywhere gives the same answers under its new name', () => {
  const renamed = (text: string): string => text.replaceAll('alpha', 'alphabet');
  fc.assert(fc.property(meshes, objects => {
    const answers = everything(world(JSON.parse(renamed(JSON.stringify(objects))) as JsonObject[]), 'alphabet');
    expect(answers).toEqual(everything(world(objects)).map(renamed).sort());
  }), { numRuns: 40 });
});
