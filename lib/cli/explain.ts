import { rulePage } from '../files/package';
import { UsageError } from '../model/usage-error';
import { catalogue, remarks, risks } from '../rules/catalogue';
import type { Output } from './output';

/** `sealane explain`: the page of a rule, or the pages of all that share a code by which others know them. */
export function explain(asked: string, output: Output): number {
  const byCode = catalogue.filter(({ codes }) => codes.some(code => code.toLowerCase() === asked.toLowerCase())).map(({ id }) => id);
  const ids: readonly string[] = [...catalogue.map(({ id }) => id), ...remarks, ...risks].sort();
  const pages = (byCode.length > 0 ? byCode : ids.filter(id => id === asked)).flatMap(id => rulePage(id) ?? []);
  if (pages.length === 0) {
    const near = ids.filter(other => other.split('/')[1] === asked.split('/').at(-1) || other.startsWith(`${asked}/`));
    throw new UsageError({ what: `no rule ${asked}`, fix: near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'sealane explain --list names them all' });
  }
  output.out(pages.join('\n'));
  return 0;
}

/** Every id with the severity of its rule. */
export function explainList(output: Output): number {
  const severities = new Map<string, string>(catalogue.map(({ id, severity }) => [id, severity]));
  for (const id of [...severities.keys(), ...remarks, ...risks].sort()) output.out(`${id}${severities.has(id) ? `  ${severities.get(id) ?? ''}` : ''}\n`);
  return 0;
}
