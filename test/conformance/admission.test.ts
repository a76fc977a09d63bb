import { admission } from '../../lib/schema/istio/admission';
import { bundledSchemas } from '../support/schemas';
import { compareAdmission } from './admission/agreement';
import { grammars, objectsOf } from './admission/grammars';
import { startIstio, type Istio } from './engines/istio';
import { describeWith } from './engines/parts';

// Objects are made from the schemas with texts that the rules are about, then freed of all problems but one at most; istiod's own
// admission has to say the same of each: whether it refuses it, and what it warns of.

const perKind = process.env['CONFORMANCE_DEPTH'] === 'full' ? 6000 : 400;
const texts = process.env['CONFORMANCE_DEPTH'] === 'full' ? 5000 : 1500;
const seed = Number(process.env['CONFORMANCE_SEED'] ?? 20261124);

const kinds = [
  ['networking.istio.io', 'v1', 'VirtualService'], ['networking.istio.io', 'v1beta1', 'VirtualService'], ['networking.istio.io', 'v1alpha3', 'VirtualService'],
  ['networking.istio.io', 'v1', 'DestinationRule'], ['networking.istio.io', 'v1alpha3', 'DestinationRule'], ['networking.istio.io', 'v1', 'Gateway'], ['networking.istio.io', 'v1', 'ServiceEntry'],
  ['security.istio.io', 'v1', 'AuthorizationPolicy'], ['security.istio.io', 'v1beta1', 'AuthorizationPolicy'], ['security.istio.io', 'v1', 'PeerAuthentication'], ['networking.istio.io', 'v1', 'Sidecar'],
  ['security.istio.io', 'v1', 'RequestAuthentication'], ['networking.istio.io', 'v1', 'WorkloadEntry'], ['networking.istio.io', 'v1', 'WorkloadGroup'], ['telemetry.istio.io', 'v1', 'Telemetry'],
  ['extensions.istio.io', 'v1alpha1', 'WasmPlugin'], ['extensions.istio.io', 'v1alpha1', 'TrafficExtension'], ['networking.istio.io', 'v1beta1', 'ProxyConfig'], ['networking.istio.io', 'v1alpha3', 'EnvoyFilter'],
] as const;

describeWith(['istio', 'crds'], 'admission of istiod', () => {
  let istio: Istio;
  beforeAll(() => { istio = startIstio('admission'); });
  afterAll(() => istio.stop());

  test.each(kinds)('agrees about %s/%s %s', async (group, version, kind) => {
    const schemas = bundledSchemas({ sets: ['istio-1.31'] });
    const lookup = schemas.find(group, version, kind);
    if (!('schema' in lookup)) throw new Error(`${group} ${kind} is not found`);
    const { disagreements, asked, refused } = await compareAdmission(lookup.schema, schemas, istio, perKind, seed);
    expect(disagreements.slice(0, 5)).toEqual([]);
    expect(asked).toBeGreaterThanOrEqual(perKind);
    expect(refused).toBeGreaterThan(asked / 100);
  });

  test.each(grammars)('agrees about $name', async grammar => {
    const objects = objectsOf(grammar, texts, seed);
    const verdicts = await istio.admit(objects);
    const differ = objects.filter((object, i) => (verdicts[i]?.errors.length ?? 0) > 0 !== admission(object).errors.length > 0);
    expect(differ.slice(0, 5).map(object => JSON.stringify(object['spec']))).toEqual([]);
    expect(verdicts.filter(({ errors }) => errors.length === 0).length).toBeGreaterThan(0);
  });
});
