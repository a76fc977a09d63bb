import type { ClusterObject } from '../../cluster/object';
import { groupBy } from '../../model/group-by';
import { describe, identityOf } from '../../model/object';
import { list } from '../../model/usage-error';
import type { Reported, Rule } from '../rule';

/**
 * Two objects with one identity: of two applied, the later one wins, and nobody says so. In one file, or in one program, that is an error; two
 * files may be meant for two clusters, or as alternatives, and are one warning for each pair of files or folders.
 */
export const duplicateObject: Rule = {
  id: 'api/duplicate-object',
  codes: [],
  severity: 'error',
  reads: 'written',
  check: ({ cluster }) => {
    // The server completes a name that ends so anew each time.
    const named = cluster.objects.filter(({ reference }) => !reference.name.endsWith('*'));
    const repeated = repeatedKeys(named);
    if (repeated.size === 0) return [];
    const doubles = groupBy(named.filter(object => repeated.has(keyOf(object))), keyOf);
    const apart = doubles.filter(same => filesOf(same).length > 1);
    return [...doubles.filter(same => filesOf(same).length <= 1).map(together), ...groupBy(apart, same => placesOf(same).join('\n')).map(elsewhere)];
  },
};

function keyOf({ source, reference }: ClusterObject): string {
  return `${source.layer ?? ''}\n${identityOf(reference)}`;
}

function repeatedKeys(objects: readonly ClusterObject[]): ReadonlySet<string> {
  const [seen, repeated] = [new Set<string>(), new Set<string>()];
  for (const object of objects) {
    const key = keyOf(object);
    if (seen.has(key)) repeated.add(key);
    else seen.add(key);
  }
  return repeated;
}

function together(same: readonly ClusterObject[]): Reported {
  const [first, ...others] = same;
  const writers = same.flatMap(({ source }) => source.construct ?? []);
  const files = filesOf(same);
  return {
    message: `${first === undefined ? '' : describe(first.reference)} is written ${same.length} times${writers.length === 0 ? '' : `, by ${writers.join(' and ')}`}${files.length === 0 ? '' : `, in ${list(files)}`}`,
    help: 'keep one, or give the others names of their own',
    ...(first === undefined ? {} : { object: first }),
    ...(files.length === 0 ? {} : { near: others.map(object => ({ object })) }),
    constructs: writers,
  };
}

function elsewhere(doubles: readonly (readonly ClusterObject[])[]): Reported {
  const [[first, ...others] = []] = doubles;
  const places = placesOf(doubles[0] ?? []);
  const folders = places.every(place => place.endsWith('/'));
  const more = doubles.length === 1 ? '' : ` and ${doubles.length - 1} more`;
  return {
    severity: 'warning',
    message: `${first === undefined ? '' : describe(first.reference)}${more} ${doubles.length === 1 ? 'stands' : 'stand'} in each of ${list(places)}; the last is what is judged`,
    help: folders ? `check them as clusters of their own: ${places.map(place => `--cluster ${nameOf(place)}=${place.slice(0, -1)}`).join(' ')}` : 'keep one, give the others names of their own, or check the files one by one',
    assumption: 'the files are meant for one cluster',
    ...(first === undefined ? {} : { object: first }),
    near: others.map(object => ({ object })),
  };
}

function filesOf(same: readonly ClusterObject[]): readonly string[] {
  return [...new Set(same.flatMap(({ source }) => source.file ?? []))];
}

/** Folders, with a slash at the end, where each copy has one of its own; files otherwise. */
function placesOf(same: readonly ClusterObject[]): readonly string[] {
  const files = filesOf(same);
  const folders = [...new Set(files.map(file => file.slice(0, file.lastIndexOf('/') + 1)))];
  return [...(folders.length === files.length && folders.every(folder => folder !== '') ? folders : files)].sort();
}

function nameOf(folder: string): string {
  return folder.split('/').at(-2) ?? '';
}
