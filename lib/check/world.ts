import type { World } from '../cluster/cluster';
import { clusterOf } from '../cluster/cluster-of';
import type { GivenObject } from '../cluster/given';
import type { StatedFacts } from '../configuration/configuration';
import { factsWith } from '../configuration/facts';
import { schemaSets, type LoadSchemas } from '../configuration/schemas';
import type { Platform } from '../platform/platform';
import { withDefaults } from '../schema/answers';

/**
 * The world of a program: its objects, its platform as facts, and what it says of the outside.
 *
 * CustomResourceDefinitions among the objects describe their kinds, where the program has any; only objects of that kind are read for it.
 */
export function worldOf(given: readonly GivenObject[], platform: Platform, loadSchemas: LoadSchemas, outside: StatedFacts = {}): World {
  const facts = factsWith(platform, outside);
  const crds = given.filter(({ reference }) => reference?.kind === 'CustomResourceDefinition').map(({ written }) => written);
  const schemas = loadSchemas({ crds, sets: schemaSets(facts) });
  return { cluster: clusterOf(given, { name: platform.cluster, withDefaults: object => withDefaults(object, schemas) }), facts, schemas };
}
