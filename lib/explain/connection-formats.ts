import { formatPath } from '../model/finding';
import { describe } from '../model/object';
import { connectionSet, formatConnections, isEmpty } from '../reach/connection-set';
import { describeEntry, through, type ConnectionList, type ConnectionRow } from '../reach/connection-list';
import { formatRanges } from '../reach/address-range';
import type { Entry } from '../reach/entries';
import { nameOf, type PodGroup } from '../reach/pod-groups';
import type { OutsideVerdict } from '../reach/reachability';
import type { Verdict } from '../reach/verdict';

/** Rows as data: `connections` and `unknown` are there where they are not empty. */
function rowsAsData(rows: readonly ConnectionRow[]): readonly object[] {
  const text = remembered();
  return rows.map(({ src, dst, open, unknown }) => ({ src, dst, ...(isEmpty(open) ? {} : { connections: text(open) }), ...(isEmpty(unknown) ? {} : { unknown: text(unknown) }) }));
}

/** A JSON list, one row a line. */
export function connectionsAsJson(rows: readonly ConnectionRow[]): string {
  return `[${rowsAsData(rows).map(row => `\n ${JSON.stringify(row)}`).join(',')}\n]\n`;
}

/** A table, with what a reader has to know beside it. */
export function connectionsAsText(list: ConnectionList, settingsNote: string | undefined): string {
  const text = remembered();
  const cells = list.rows.map(({ src, dst, open, unknown }) => [src, dst, [...(isEmpty(open) ? [] : [text(open)]), ...(isEmpty(unknown) ? [] : [`not known: ${text(unknown)}`])].join('; ')] as const);
  const [first, second] = [0, 1].map(i => Math.max(0, ...cells.map(row => row[i]?.length ?? 0)));
  const lines = cells.map(([src, dst, ports]) => `${src.padEnd(first ?? 0)} → ${dst.padEnd(second ?? 0)}  ${ports}`);
  return [...lines, ...(lines.length === 0 ? ['nothing can talk to anything'] : []), '', ...notes(list), ...(settingsNote === undefined ? [] : [`note: ${settingsNote}`]), ''].join('\n').replace(/\n\n+$/, '\n');
}

/** What the rows do not say. */
export function notes({ blocked, unserved, reachability: { groups } }: ConnectionList): readonly string[] {
  const host = groups.filter(({ workload }) => workload.hostNetwork).map(nameOf);
  return [
    ...blocked.map(({ entry, ports }) => `warning: ${describeEntry(entry)} leads ${entry.caller?.name ?? 'somebody'} to ${nameOf(entry.to)} ${formatConnections(ports)}, where no policy admits it`),
    ...unserved.map(({ object, name, protocol, path, direction }) => `warning: ${describe(object.reference)} admits ${protocol} port "${name}" at ${formatPath(path)}, which no pod that ${direction === 'ingress' ? 'it selects' : 'the rule means'} declares: that admits nothing`),
    ...(host.length === 0 ? [] : [`note: outside of every policy, on the host network: ${host.join(', ')}`]),
  ];
}

export function connectionsAsMarkdown(rows: readonly ConnectionRow[]): string {
  const text = remembered();
  const cell = (value: string): string => value.replaceAll('|', '\\|');
  return ['| source | destination | connections | not known |', '|---|---|---|---|', ...rows.map(({ src, dst, open, unknown }) => `| ${cell(src)} | ${cell(dst)} | ${isEmpty(open) ? '' : text(open)} | ${isEmpty(unknown) ? '' : text(unknown)} |`), ''].join('\n');
}

/** Graphviz: pods of a namespace in a box, what is not known dashed. */
export function connectionsAsDot(list: ConnectionList): string {
  const quoted = (value: string): string => `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  const text = remembered();
  const used = new Set(list.rows.flatMap(({ src, dst }) => [src, dst]));
  const byNamespace = new Map<string, string[]>();
  for (const group of list.reachability.groups) {
    const name = nameOf(group);
    if (!used.has(name)) continue;
    used.delete(name);
    byNamespace.set(group.namespace, [...(byNamespace.get(group.namespace) ?? []), name]);
  }
  return [
    'digraph connections {',
    '  rankdir=LR; node [shape=box, fontname="sans-serif"]; edge [fontname="sans-serif", fontsize=10];',
    ...[...byNamespace].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([namespace, names], i) => [
      `  subgraph cluster_${i} {`, `    label=${quoted(namespace)};`,
      ...names.sort().map(name => `    ${quoted(name)} [label=${quoted(name.slice(namespace.length + 1))}];`), '  }',
    ]),
    ...[...used].sort().map(name => `  ${quoted(name)} [shape=ellipse];`),
    ...list.rows.flatMap(({ src, dst, open, unknown }) => [
      ...(isEmpty(open) ? [] : [`  ${quoted(src)} -> ${quoted(dst)} [label=${quoted(text(open))}];`]),
      ...(isEmpty(unknown) ? [] : [`  ${quoted(src)} -> ${quoted(dst)} [label=${quoted(`not known: ${text(unknown)}`)}, style=dashed];`]),
    ]),
    '}', '',
  ].join('\n');
}

/** What pods are open to beyond those that are declared. */
export interface Exposure {
  readonly workload: string;
  /** Pods that nobody declared, of any namespace and with any labels, may call it, or be called. */
  readonly fromAnyPod: Verdict;
  readonly toAnyPod: Verdict;
  /** Addresses outside that may. */
  readonly fromOutside: readonly OutsideVerdict[];
  readonly toOutside: readonly OutsideVerdict[];
  /** What leads somebody outside to it, with what policies let pass of that. */
  readonly entries: readonly (Verdict & { readonly entry: Entry })[];
}

export function exposure(list: ConnectionList): readonly Exposure[] {
  const { reachability: { groups, fromStranger, toStranger, outside }, anyPod, entries } = list;
  const ways = new Map<PodGroup, (Verdict & { readonly entry: Entry })[]>();
  for (const entry of entries) ways.set(entry.to, [...(ways.get(entry.to) ?? []), { entry, ...through(list, entry, connectionSet(entry.ports)) }]);
  const some = (group: PodGroup, direction: 'ingress' | 'egress'): readonly OutsideVerdict[] => outside(group, direction).filter(({ open, unknown }) => !isEmpty(open) || !isEmpty(unknown));
  return groups.map(group => ({ workload: nameOf(group), fromAnyPod: fromStranger(anyPod, group), toAnyPod: toStranger(group, anyPod), fromOutside: some(group, 'ingress'), toOutside: some(group, 'egress'), entries: ways.get(group) ?? [] }));
}

export function exposureAsText(exposed: readonly Exposure[]): string {
  return exposed.map(({ workload, fromAnyPod, toAnyPod, fromOutside, toOutside, entries }) => [
    workload,
    `  called by   pods that are not declared: ${verdictText(fromAnyPod)}`,
    ...(fromOutside.length === 0 ? ['              addresses outside: none'] : fromOutside.map(({ ranges, ...verdict }) => `              ${formatRanges(ranges)}: ${verdictText(verdict)}`)),
    ...entries.map(({ entry, ...verdict }) => `              ${describeEntry(entry)}${entry.caller === undefined ? '' : ` through ${entry.caller.name}`}: ${isEmpty(verdict.open) && isEmpty(verdict.unknown) ? `${portsText(entry)}, which no policy admits` : verdictText(verdict)}`),
    `  may call    pods that are not declared: ${verdictText(toAnyPod)}`,
    ...(toOutside.length === 0 ? ['              addresses outside: none'] : toOutside.map(({ ranges, ...verdict }) => `              ${formatRanges(ranges)}: ${verdictText(verdict)}`)),
    '',
  ].join('\n')).join('\n');
}

export function exposureAsJson(exposed: readonly Exposure[]): string {
  const data = (verdict: Verdict): object => ({ ...(isEmpty(verdict.open) ? {} : { connections: formatConnections(verdict.open) }), ...(isEmpty(verdict.unknown) ? {} : { unknown: formatConnections(verdict.unknown) }) });
  const outsides = (list: readonly OutsideVerdict[]): readonly object[] => list.map(({ ranges, ...verdict }) => ({ addresses: formatRanges(ranges), ...data(verdict) }));
  return `${JSON.stringify(exposed.map(({ workload, fromAnyPod, toAnyPod, fromOutside, toOutside, entries }) => ({
    workload,
    ingress: { anyPod: data(fromAnyPod), outside: outsides(fromOutside), entries: entries.map(({ entry, ...verdict }) => ({ kind: entry.kind, object: describeEntry(entry), ports: portsText(entry), ...(entry.caller === undefined ? {} : { caller: entry.caller.name }), ...data(verdict) })) },
    egress: { anyPod: data(toAnyPod), outside: outsides(toOutside) },
  })), undefined, 1)}\n`;
}

function portsText({ ports }: Entry): string {
  return ports.map(({ protocol, from }) => `${protocol} ${from}`).join(', ');
}

function verdictText({ open, unknown }: Verdict): string {
  return [...(isEmpty(open) && !isEmpty(unknown) ? [] : [formatConnections(open)]), ...(isEmpty(unknown) ? [] : [`not known: ${formatConnections(unknown)}`])].join('; ');
}

/** Sets repeat, and are one object where they do. */
function remembered(): typeof formatConnections {
  const known = new Map<ConnectionRow['open'], string>();
  return set => {
    let text = known.get(set);
    if (text === undefined) known.set(set, (text = formatConnections(set)));
    return text;
  };
}
