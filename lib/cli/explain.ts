import { codes } from '../explain/trace/codes';
import { rulePage, tracePage } from '../files/package';
import { nearest } from '../model/spelling';
import { UsageError } from '../model/usage-error';
import { catalogue, remarks, risks } from '../rules/catalogue';
import type { Output } from './output';

/** `sealane explain`: the page of a rule, the pages of all that share a code by which others know them, or that of a code of a trace. */
export function explain(asked: string, output: Output): number {
  const byCode = catalogue.filter(({ codes }) => codes.some(code => code.toLowerCase() === asked.toLowerCase())).map(({ id }) => id);
  const ids: readonly string[] = [...catalogue.map(({ id }) => id), ...remarks, ...risks].sort();
  const traced = Object.keys(codes).filter(code => code === asked.toUpperCase());
  const pages = [...traced.flatMap(code => tracePage(code) ?? []), ...(byCode.length > 0 ? byCode : ids.filter(id => id === asked)).flatMap(id => rulePage(id) ?? [])];
  if (pages.length === 0) {
    const code = nearest(asked.toUpperCase(), Object.keys(codes));
    const near = code === undefined ? ids.filter(other => other.split('/')[1] === asked.split('/').at(-1) || other.startsWith(`${asked}/`)) : [code];
    throw new UsageError({ what: `no rule ${asked}${code === undefined ? '' : ', and no code of a trace'}`, fix: near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'sealane explain --list names them all' });
  }
  output.out(pages.join('\n'));
  return 0;
}

/** Every id with the severity of its rule, and every code of a trace. */
export function explainList(output: Output): number {
  const severities = new Map<string, string>(catalogue.map(({ id, severity }) => [id, severity]));
  for (const id of [...severities.keys(), ...remarks, ...risks].sort()) output.out(`${id}${severities.has(id) ? `  ${severities.get(id) ?? ''}` : ''}\n`);
  for (const [code, { hop, status }] of Object.entries(codes)) output.out(`${code}  ${hop}, ${status === 'fail' ? 'fails' : 'warns'}\n`);
  return 0;
}
