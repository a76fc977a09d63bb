import { replaced } from '../../corefile/edits';
import { usesIn } from '../../corefile/reading';
import { bytesPerAnswer, memoryLimit } from '../../dns/memory';
import { numberOf } from '../../dns/words';
import type { CorefileRemark } from '../corefile';
import { serverRule } from '../corefile';

/** Shards of a cache: each has the same whole number of places. Source: `plugin/pkg/cache`, CoreDNS 1.15.0. */
const shards = 256;
const least = 1024;
/** What a cache has that nobody gave a size. */
const usual = 9984;

/** Sizes of a cache that are not what it gets, or that memory does not last for. */
export const cacheCapacity = serverRule('dns/cache-capacity', 'warning', ['DNS-08'], (server, { workloads }) => usesIn(server, 'cache').flatMap((use): readonly CorefileRemark[] => {
  const sizes = use.options.filter(({ name }) => name.text === 'success' || name.text === 'denial').flatMap(({ name, words: [word] }) => {
    const size = numberOf(word);
    return word === undefined || size === undefined ? [] : [{ kind: name.text, word, size }];
  });
  const real = (size: number): number => Math.max(least, Math.floor(size / shards) * shards);
  const total = ['success', 'denial'].reduce((sum, kind) => sum + real(sizes.filter(size => size.kind === kind).at(-1)?.size ?? usual), 0);
  const limit = memoryLimit(workloads);
  return [
    ...sizes.filter(({ size }) => real(size) !== size).map(({ kind, word, size }) => ({
      at: word,
      message: `cache ${kind} ${size} keeps ${real(size)} answers: ${size < least ? `it has ${least} at least` : `its places come in multiples of ${shards}`}`,
      help: `write ${real(size)}`,
      edits: replaced(word, String(real(size))),
    })),
    ...(limit !== undefined && total * bytesPerAnswer > limit / 2 ? [{ at: use.name, message: `cache for ${total} answers takes about ${Math.round(total * bytesPerAnswer / 1e6)} MB of the ${Math.round(limit / 1e6)} MB that the container may have`, help: 'make it smaller, or raise the memory limit' }] : []),
  ];
}));
