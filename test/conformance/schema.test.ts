import { loadSchema, bundledSchemas } from '../support/schemas';
import type { SchemaSet } from '../../lib/schema/schemas';
import { describeWith } from './engines/parts';
import type { Engine, Verdict } from './engines/engine';
import { startObjects, type CrdSet, type ObjectsQuestion } from './engines/objects';
import { compareWithEngine } from './schema/agreement';

/** Every kind of every set, each with the sets under which the engine and we read the same schema. */
const kinds = (JSON.parse(loadSchema('index.json')) as readonly SchemaSet[]).flatMap(({ set, groups, default: isDefault }) => groups.filter(group => group !== 'meta').flatMap(group => {
  const file = JSON.parse(loadSchema(`${set}/${group === '' ? 'core' : group}.json`)) as { readonly kinds: Readonly<Record<string, { readonly versions: Readonly<Record<string, unknown>> }>> };
  return Object.entries(file.kinds).flatMap(([kind, { versions }]) => Object.keys(versions).map(version => ({ set, group, kind, version, isDefault })));
}));

const count = process.env['CONFORMANCE_DEPTH'] === 'full' ? 2000 : 120;
const seed = 20261124;

describeWith(['objects', 'crds'], 'answers and the API server', () => {
  let engine: Engine<ObjectsQuestion, readonly Verdict[]>;
  beforeAll(() => { engine = startObjects('answers'); });
  afterAll(() => engine.stop());

  test.each(kinds)('agree about $set $group/$version $kind', async ({ set, group, version, kind }) => {
    const custom = set.startsWith('kubernetes') ? undefined : set as CrdSet;
    const schemas = bundledSchemas(custom === undefined ? {} : { sets: [custom] });
    const lookup = schemas.find(group, version, kind);
    if (!('schema' in lookup)) throw new Error(`${group} ${kind} is not found`);
    const { disagreements } = await compareWithEngine(lookup.schema, schemas, engine, count, seed, custom === undefined ? undefined : [custom]);
    expect(disagreements).toEqual([]);
  });
});
