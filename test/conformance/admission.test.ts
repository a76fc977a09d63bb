import { bundledSchemas } from '../support/schemas';
import { compareAdmission } from './admission/agreement';
import { startIstio, type Istio } from './engines/istio';
import { describeWith } from './engines/parts';

// Objects are made from the schemas with texts that the rules are about, then freed of all problems but one at most; istiod's own
// admission has to say the same of each: whether it refuses it, and what it warns of.

const perKind = process.env['CONFORMANCE_DEPTH'] === 'full' ? 6000 : 250;
const seed = Number(process.env['CONFORMANCE_SEED'] ?? 20261124);

const kinds = [
  ['networking.istio.io', 'v1', 'VirtualService'],
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
    expect(refused).toBeGreaterThan(asked / 50);
  });
});
