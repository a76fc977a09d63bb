import type { CorefileChange } from './change';
import { releasedSince, type Version } from '../model/version';
import { formatCorefile } from './format';
import { lex } from './lexer';
import { apart, withDefaults } from './installed';
import { lastLine, type Token } from './token';

interface Step {
  readonly at: Version;
  /** Plugin, or plugin and option. */
  readonly plugin: string;
  readonly option?: string;
  readonly kind: 'removed' | 'renamed' | 'notice';
  readonly message: string;
  readonly to?: string;
}

/** Words that a line may have; what follows is left out. */
interface Shortened {
  readonly at: Version;
  readonly plugin: string;
  readonly option: string;
  readonly words: number;
  readonly message: string;
}

const shortened: readonly Shortened[] = [
  { at: '1.4.0', plugin: 'kubernetes', option: 'endpoint', words: 1, message: 'kubernetes endpoint asks its first address alone from CoreDNS 1.4.0 on' },
  { at: '1.5.0', plugin: 'auto', option: 'directory', words: 3, message: 'auto directory takes no time from CoreDNS 1.5.0 on: "reload" says it' },
];

/** What regular expressions may have from 1.14.0 on, in bytes. */
const longestExpression = 10_000;

const ignored = (plugin: string): Step => ({ at: '1.5.2', plugin, option: 'upstream', kind: 'removed', message: `${plugin} upstream does nothing from CoreDNS 1.5.2 on` });

/** What a release takes away. Source: the release notes of CoreDNS. */
const steps: readonly Step[] = [
  { at: '1.1.1', plugin: 'startup', kind: 'renamed', to: 'on startup', message: 'startup is "on startup" from CoreDNS 1.1.1 on' },
  { at: '1.1.1', plugin: 'shutdown', kind: 'renamed', to: 'on shutdown', message: 'shutdown is "on shutdown" from CoreDNS 1.1.1 on' },
  { at: '1.2.0', plugin: 'reverse', kind: 'removed', message: 'the plugin reverse was removed in CoreDNS 1.2.0; template can answer in its place' },
  { at: '1.2.0', plugin: 'etcd', kind: 'notice', message: 'etcd speaks to version 3 alone from CoreDNS 1.2.0 on' },
  { at: '1.5.0', plugin: 'proxy', kind: 'renamed', to: 'forward', message: 'proxy is forward from CoreDNS 1.5.0 on; compare its options' },
  { at: '1.5.0', plugin: 'file', option: 'no_reload', kind: 'removed', message: 'file no_reload was removed in CoreDNS 1.5.0; "reload 0" does the same' },
  { at: '1.5.0', plugin: 'auto', option: 'no_reload', kind: 'removed', message: 'auto no_reload was removed in CoreDNS 1.5.0; "reload 0" does the same' },
  { at: '1.5.0', plugin: 'kubernetes', option: 'resyncperiod', kind: 'removed', message: 'kubernetes resyncperiod is ignored from CoreDNS 1.5.0 on' },
  ...['kubernetes', 'file', 'auto', 'secondary', 'etcd', 'template', 'route53', 'clouddns', 'k8s_external'].map(ignored),
  ...['resyncperiod', 'upstream'].map((option): Step => ({ at: '1.7.0', plugin: 'kubernetes', option, kind: 'removed', message: `kubernetes ${option} was removed in CoreDNS 1.7.0` })),
  { at: '1.7.0', plugin: 'prometheus', kind: 'notice', message: 'most metrics have other names from CoreDNS 1.7.0 on, such as coredns_dns_requests_total: look through rules and dashboards' },
  { at: '1.7.0', plugin: 'federation', kind: 'removed', message: 'the plugin federation was removed in CoreDNS 1.7.0' },
  ...['kubernetes', 'file', 'auto'].map((plugin): Step => ({ at: '1.8.0', plugin, option: 'transfer', kind: 'removed', message: `${plugin} transfer was removed in CoreDNS 1.8.0; the plugin transfer does it` })),
  { at: '1.8.0', plugin: 'secondary', option: 'upstream', kind: 'removed', message: 'secondary upstream was removed in CoreDNS 1.8.0' },
  { at: '1.8.4', plugin: 'prometheus', kind: 'notice', message: 'coredns_dns_request_duration_seconds has no label type from CoreDNS 1.8.4 on' },
  { at: '1.8.4', plugin: 'kubernetes', kind: 'notice', message: 'kubernetes watches EndpointSlices from CoreDNS 1.8.4 on: its role has to list and watch endpointslices of discovery.k8s.io' },
  { at: '1.8.5', plugin: 'cache', kind: 'notice', message: 'coredns_cache_misses_total is deprecated from CoreDNS 1.8.5 on: it is requests less hits' },
  { at: '1.9.0', plugin: 'kubernetes', kind: 'notice', message: 'kubernetes answers no names with wildcards from CoreDNS 1.9.0 on, such as *.shop.svc.cluster.local' },
  { at: '1.9.2', plugin: 'route53', option: 'aws_access_key', kind: 'notice', message: 'route53 aws_access_key is deprecated from CoreDNS 1.9.2 on: give the pod an identity' },
  { at: '1.11.0', plugin: 'bufsize', kind: 'notice', message: 'bufsize without a size is 1232 from CoreDNS 1.11.0 on, and was 512' },
  { at: '1.11.0', plugin: 'forward', kind: 'notice', message: 'metrics of forward are coredns_proxy_* with proxy_name="forward" from CoreDNS 1.11.0 on: look through rules and dashboards' },
  { at: '1.11.0', plugin: 'kubernetes', kind: 'notice', message: 'kubernetes reads discovery.k8s.io/v1 alone from CoreDNS 1.11.0 on, which Kubernetes has from 1.21 on' },
  ...['set', 'clear'].map((option): Step => ({ at: '1.12.4', plugin: 'header', option, kind: 'renamed', to: `response ${option}`, message: `header lines begin with query or response from CoreDNS 1.12.4 on, and "${option}" was of the response` })),
  { at: '1.14.3', plugin: 'acl', kind: 'notice', message: 'acl stands behind cache in CoreDNS 1.14.3 to 1.14.6, so a cached answer goes around it; 1.14.7 puts it before' },
  { at: '1.14.7', plugin: 'local', kind: 'notice', message: 'local answers names that begin with localhost no more unless localhost_prefix says so, which is deprecated from CoreDNS 1.14.7 on' },
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
      if (step.kind !== 'notice') break;
    }
    for (const { at: _at, words, message, ...where } of due(shortened)) {
      const [extra, final] = [tokens[words + 1], tokens.at(-1)];
      if (where.plugin !== plugin || where.option !== option || extra === undefined || final === undefined || extra.text === '{') continue;
      changes.push({ kind: 'removed', line: first.line, message });
      edits.push({ from: extra.offset, to: final.end, text: '' });
    }
    const long = due([{ at: '1.14.0' as const }]).length > 0 ? tokens.find(({ text: word }) => word.length > longestExpression) : undefined;
    if (long !== undefined) changes.push({ kind: 'notice', line: long.line, message: `regular expressions have at most ${longestExpression} characters from CoreDNS 1.14.0 on` });
  }
  for (const { name, close, plugins } of clusterBlocks(lines)) {
    const missing = due(additions).filter(({ plugin }) => !plugins.has(plugin));
    for (const { plugin } of missing) changes.push({ kind: 'added', line: name.line, message: `${plugin} is a default of installers from then on` });
    if (missing.length > 0) edits.push({ from: close.offset, to: close.offset, text: missing.map(({ line }) => `${line}\n`).join('') });
  }
  const corefile = edits.sort((a, b) => b.from - a.from).reduce((result, edit) => `${result.slice(0, edit.from)}${edit.text}${result.slice(edit.to)}`, text);
  const { corefile: whole, changes: more } = withDefaults(apart(corefile, due([{ at: '1.5.0' as const }]).length > 0), { version: to, original: text, due: since => due([{ at: since }]).length > 0 });
  return { corefile: whole === text ? text : formatCorefile(whole), changes: [...changes, ...more].sort((a, b) => a.line - b.line) };
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
