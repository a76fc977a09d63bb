import { oncePerThing, type World } from '../cluster/cluster';
import { knownNamespaces, namespaceExists } from '../cluster/namespaces';
import type { ClusterObject } from '../cluster/object';
import type { FieldPath } from '../model/finding';
import { nearest } from '../model/spelling';
import type { Reported, Unsettled } from './rule';

/**
 * What is to be said of a namespace that an object names. Namespaces are often made elsewhere: where the input does not list them all, only a name
 * that is a letter or two away from one of them is taken for a slip.
 *
 * @param effect what the name does now, as the end of a sentence: `so that nobody sees it`
 */
export function missingNamespace(world: World, object: ClusterObject, path: FieldPath, name: string, effect: string): readonly (Reported | Unsettled)[] {
  const answer = namespaceExists(world, name);
  if (answer === 'yes') return [];
  const meant = nearestNamespace(world, name.replaceAll('*', ''));
  if (answer === 'unknown' && (meant === undefined || name.includes('*'))) return [{ unknown: 'a namespace that is named is not in the input', object }];
  return [{
    object,
    path,
    message: `there is no namespace ${name}, ${effect}`,
    help: meant === undefined ? 'correct the name, or drop it' : `write ${meant}`,
    ...(answer === 'no' ? { severity: 'error' as const } : { assumption: `namespace ${name} is not outside the input` }),
  }];
}

/** Many objects name one namespace, and each is compared with all that there are. */
const nearestNamespace = oncePerThing((world: World, name: string) => nearest(name, knownNamespaces(world)));
