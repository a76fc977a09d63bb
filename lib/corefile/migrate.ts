import { releasedSince, type Version } from '../model/version';
import { formatCorefile } from './format';
import { lex } from './lexer';
import { lastLine, type Token } from './token';

/** One thing that changed, or that somebody has to decide. */
export interface CorefileChange {
  /** `removed`, `renamed`, `added`: done. `notice`: nothing was done. */
  readonly kind: 'removed' | 'renamed' | 'added' | 'notice';
  /** Line of the Corefile as it was. */
  readonly line: number;
  readonly message: string;
}

interface Step {
  readonly at: Version;
  /** Plugin, or plugin and option. */
  readonly plugin: string;
  readonly option?: string;
  readonly kind: 'removed' | 'renamed' | 'notice';
  readonly message: string;
  readonly to?: string;
}

const ignored = (plugin: string): Step => ({ at: '1.5.2', plugin, option: 'upstream', kind: 'removed', message: `${plugin} upstream does nothing from CoreDNS 1.5.2 on` });

/** What a release takes away. Source: the release notes of CoreDNS. */
const steps: readonly Step[] = [
  { at: '1.1.1', plugin: 'startup', kind: 'renamed', to: 'on startup', message: 'startup is "on startup" from CoreDNS 1.1.1 on' },
  { at: '1.1.1', plugin: 'shutdown', kind: 'renamed', to: 'on shutdown', message: 'shutdown is "on shutdown" from CoreDNS 1.1.1 on' },
  { at: '1.2.0', plugin: 'reverse', kind: 'removed', message: 'the plugin reverse was removed in CoreDNS 1.2.0; template can answer in its place' },
  { at: '1.5.0', plugin: 'proxy', kind: 'renamed', to: 'forward', message: 'proxy is forward from CoreDNS 1.5.0 on; compare its options' },
  { at: '1.5.0', plugin: 'file', option: 'no_reload', kind: 'removed', message: 'file no_reload was removed in CoreDNS 1.5.0; "reload 0" does the same' },
  { at: '1.5.0', plugin: 'auto', option: 'no_reload', kind: 'removed', message: 'auto no_reload was removed in CoreDNS 1.5.0; "reload 0" does the same' },
  { at: '1.5.0', plugin: 'kubernetes', option: 'resyncperiod', kind: 'removed', message: 'kubernetes resyncperiod is ignored from CoreDNS 1.5.0 on' },
  ...['kubernetes', 'file', 'auto', 'secondary', 'etcd', 'template', 'route53', 'clouddns', 'k8s_external'].map(ignored),
  { at: '1.7.0', plugin: 'federation', kind: 'removed', message: 'the plugin federation was removed in CoreDNS 1.7.0' },
  ...['kubernetes', 'file', 'auto'].map((plugin): Step => ({ at: '1.8.0', plugin, option: 'transfer', kind: 'removed', message: `${plugin} transfer was removed in CoreDNS 1.8.0; the plugin transfer does it` })),
  { at: '1.9.2', plugin: 'route53', option: 'aws_access_key', kind: 'notice', message: 'route53 aws_access_key is deprecated from CoreDNS 1.9.2 on: give the pod an identity' },
  { at: '1.11.0', plugin: 'bufsize', kind: 'notice', message: 'bufsize without a size is 1232 from CoreDNS 1.11.0 on, and was 512' },
  { at: '1.12.4', plugin: 'header', kind: 'notice', message: 'header lines begin with query or response from CoreDNS 1.12.4 on' },
  { at: '1.14.3', plugin: 'acl', kind: 'notice', message: 'acl stands behind cache in CoreDNS 1.14.3 to 1.14.6, so a cached answer goes around it; 1.14.7 puts it before' },
  { at: '1.14.7', plugin: 'rewrite', kind: 'notice', message: 'answers are cached under the rewritten name from CoreDNS 1.14.7 on' },
];

/** What a cluster's root block gets where it has `kubernetes`. */
const additions: readonly { readonly at: Version; readonly plugin: string; readonly line: string }[] = [
  { at: '1.2.1', plugin: 'loop', line: 'loop' },
  { at: '1.5.0', plugin: 'ready', line: 'ready' },
];

/** A line of words and how it is nested. */
interface Line {
  readonly tokens: readonly Token[];
  readonly plugin: string | undefined;
  readonly option: string | undefined;
  readonly depth: number;
}

/**
 * A Corefile for a later release: what it no longer has is removed or renamed, what installers add by default is added to the block of the cluster, and what somebody has
 * to look at is said. Comments stay. Snippets are migrated like server blocks; imported files are not read.
 *
 * @example migrateCorefile(text, { from: '1.4.0', to: '1.14.2' }).corefile
 */
export function migrateCorefile(text: string, { from, to }: { readonly from: Version; readonly to: Version }): { readonly corefile: string; readonly changes: readonly CorefileChange[] } {
  const due = <T extends { readonly at: Version }>(all: readonly T[]): readonly T[] => all.filter(({ at }) => !releasedSince(from, at) && releasedSince(to, at));
  const changes: CorefileChange[] = [];
  const edits: { readonly from: number; readonly to: number; readonly text: string }[] = [];
  const lines = linesOf(lex(text).tokens);
  for (const [i, { tokens, plugin, option }] of lines.entries()) {
    const [first] = tokens;
    const last = tokens.at(-1);
    if (first === undefined || last === undefined) continue;
    for (const step of due(steps)) {
      if (step.plugin !== plugin || step.option !== option) continue;
      changes.push({ kind: step.kind, line: first.line, message: step.message });
      if (step.kind === 'renamed') edits.push({ from: first.offset, to: first.end, text: step.to ?? '' });
      if (step.kind === 'removed') {
        const end = last.text === '{' ? endOf(lines, i) : last;
        edits.push({ from: first.offset, to: end.end, text: '' });
      }
      break;
    }
  }
  for (const { name, close, plugins } of clusterBlocks(lines)) {
    const missing = due(additions).filter(({ plugin }) => !plugins.has(plugin));
    for (const { plugin } of missing) changes.push({ kind: 'added', line: name.line, message: `${plugin} is a default of installers from then on` });
    if (missing.length > 0) edits.push({ from: close.offset, to: close.offset, text: missing.map(({ line }) => `${line}\n`).join('') });
  }
  const corefile = edits.sort((a, b) => b.from - a.from).reduce((result, edit) => `${result.slice(0, edit.from)}${edit.text}${result.slice(edit.to)}`, text);
  return { corefile: edits.length === 0 ? text : formatCorefile(corefile), changes: changes.sort((a, b) => a.line - b.line) };
}

function linesOf(tokens: readonly Token[]): readonly Line[] {
  const grouped: Token[][] = [];
  for (const token of tokens) {
    const before = grouped.at(-1)?.at(-1);
    if (before !== undefined && lastLine(before) === token.line) grouped.at(-1)?.push(token);
    else grouped.push([token]);
  }
  let depth = 0;
  let plugin: string | undefined;
  return grouped.map(line => {
    const at = depth;
    const first = line[0]?.text;
    if (at === 1) plugin = first;
    for (const { text } of line) depth += text === '{' ? 1 : text === '}' ? -1 : 0;
    depth = Math.max(0, depth);
    return { tokens: line, depth: at, plugin: at === 0 || first === '}' ? undefined : plugin, option: at === 2 ? first : undefined };
  });
}

/** The brace that closes a block. */
function endOf(lines: readonly Line[], opening: number): Token {
  const at = lines[opening]?.depth ?? 0;
  const tokens = lines.slice(opening).flatMap(line => line.tokens);
  let depth = at;
  for (const token of tokens) {
    if (token.text === '{') depth++;
    if (token.text === '}' && --depth === at) return token;
  }
  return tokens.at(-1) ?? { text: '', line: 1, column: 1, offset: 0, end: 0, quoted: false };
}

function clusterBlocks(lines: readonly Line[]): readonly { readonly name: Token; readonly close: Token; readonly plugins: ReadonlySet<string> }[] {
  return lines.flatMap(({ depth, tokens }, i) => {
    const [name] = tokens;
    if (depth !== 0 || name === undefined || tokens.at(-1)?.text !== '{' || name.text.startsWith('(')) return [];
    const close = endOf(lines, i);
    const plugins = new Set(lines.slice(i + 1).filter(line => (line.tokens[0]?.offset ?? 0) < close.offset && line.depth === 1).map(line => line.tokens[0]?.text ?? ''));
    return plugins.has('kubernetes') && close.text === '}' ? [{ name, close, plugins }] : [];
  });
}
