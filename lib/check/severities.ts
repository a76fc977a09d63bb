import type { CheckConfiguration } from '../configuration/configuration';
import { nearest } from '../model/spelling';
import { list, UsageError } from '../model/usage-error';
import { catalogue, never, remarks, risks } from '../rules/catalogue';

/** Ids of everything that can be found or accepted. */
export const knownRules: ReadonlySet<string> = new Set([...catalogue.map(({ id }) => id), ...remarks, ...risks]);

/**
 * Severities of rules that do not exist would change nothing, and some findings stay what they are: without them an object would be lost.
 *
 * @param where the file, or the construct or component, that says so
 * @param own ids of the program's own rules
 * @throws UsageError
 */
export function refuseUnknownRules({ severities = {} }: CheckConfiguration, where: string, own: readonly string[] = []): void {
  const unknown = Object.keys(severities).filter(id => !knownRules.has(id) && !own.includes(id));
  const [first] = unknown;
  if (first !== undefined) {
    const guess = nearest(first, [...knownRules, ...own]);
    throw new UsageError({ what: `${where}: severities of rules that do not exist: ${list(unknown)}`, fix: guess === undefined ? '"sealane explain --list" names them all' : `did you mean ${guess}` });
  }
  const fixed = Object.entries(severities).filter(([id, severity]) => severity === 'off' && never.includes(id)).map(([id]) => id);
  if (fixed.length > 0) throw new UsageError({ what: `${where}: ${list(fixed)} cannot be switched off: an object would be lost, or written by chance`, fix: 'repair what it says' });
}
