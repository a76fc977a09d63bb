import fc from 'fast-check';
import type { Manifest } from '../../lib/model/object';
import { answer } from '../../lib/schema/answers';
import { describe as nameOf } from '../../lib/model/object';
import { build, plans } from '../support/generated-shop';
import { bundledSchemas } from '../support/schemas';

const schemas = bundledSchemas();

function against(manifest: Manifest): readonly string[] {
  const { problems, warnings, unchecked } = answer(manifest, schemas);
  const name = nameOf({ kind: manifest.kind, namespace: manifest.metadata.namespace ?? '', name: manifest.metadata.name });
  return [...problems, ...warnings].map(({ message, path }) => `${name} ${path.join('.')}: ${message}`).concat(unchecked.map(part => `${name}: ${part}`));
}

test('the API server has nothing against what a network writes, and every part of it is judged', () => {
  let judged = 0;
  fc.assert(fc.property(plans, plan => {
    const { manifests } = build(plan);
    judged += manifests.length;
    expect(manifests.flatMap(against)).toEqual([]);
  }), { numRuns: 60, seed: 20261124 });
  expect(judged).toBeGreaterThan(500);
});
