import fc from 'fast-check';
import { generatorOf, generators } from './differential/generators';
import { explain, type Engine, type KubernetesObject, type Verdict } from './engines/engine';
import { startIstio, type Istio } from './engines/istio';
import { startObjects, type ObjectsQuestion } from './engines/objects';
import { describeWith } from './engines/parts';

// What the generators make must be valid in the eyes of the engines; otherwise a comparison would compare nonsense.

const perKind = 150;
const seed = 20261123;
const sample = (kind: string): readonly KubernetesObject[] => fc.sample(generatorOf(kind), { numRuns: perKind, seed });

describeWith(['objects', 'crds'], 'generated objects', () => {
  let objects: Engine<ObjectsQuestion, readonly Verdict[]>;
  beforeAll(() => { objects = startObjects('generated'); });
  afterAll(() => objects.stop());

  test.each(Object.keys(generators))('%s: accepted by the API server', async kind => {
    const set = sample(kind);
    expect(explain(set, await objects.ask({ objects: set }))).toBe('');
    expect(new Set(set.map(object => JSON.stringify(object['spec']))).size).toBeGreaterThan(perKind / 4);
  });
});

describeWith(['istio'], 'generated objects of Istio', () => {
  let istio: Istio;
  beforeAll(() => { istio = startIstio('generated'); });
  afterAll(() => istio.stop());

  test.each(['AuthorizationPolicy', 'DestinationRule', 'PeerAuthentication', 'VirtualService'])('%s: accepted by admission', async kind => {
    const set = sample(kind);
    const verdicts = await istio.admit(set);
    expect(verdicts.every(verdict => verdict.known)).toBe(true);
    expect(explain(set, verdicts)).toBe('');
  });
});
