import { connectionsAsDot, connectionsAsJson, connectionsAsMarkdown, connectionsAsText, exposure, exposureAsJson, exposureAsText, notes } from '../explain/connection-formats';
import { evidenceOf, sentences, type NamedParty } from '../explain/connection-sentences';
import { UsageError } from '../model/usage-error';
import { connectionList, type ConnectionList } from '../reach/connection-list';
import { allConnections, connectionSet, formatConnections, isEmpty, protocols, type ConnectionSet } from '../reach/connection-set';
import { endOf, portAsked, type End } from '../reach/ends';
import { explained, type Explained } from '../reach/explained';
import { nameOf, podGroups, type PodGroup } from '../reach/pod-groups';
import type { ReachSettings } from '../reach/settings';
import type { Output } from './output';
import { reachInput, type ReachInput, type ReachInputOptions } from './reach-input';
import { blockOf, controllerAt } from './reach-words';
import { svgOf } from './svg';

export const connectionFormats = ['text', 'json', 'markdown', 'dot', 'svg'] as const;

/** Options of `sealane connections`, as the command line gives them. */
export interface ConnectionsOptions extends ReachInputOptions {
  readonly format: (typeof connectionFormats)[number];
  readonly from?: string;
  readonly to?: string;
  readonly port?: string;
  readonly in?: string;
  readonly controller?: string;
  readonly exposure?: boolean;
  readonly explain?: boolean;
}

/** Pairs that are explained at once; more is nothing that anybody reads. */
const mostPairs = 2000;

/** `sealane connections`. @returns the exit code */
export function connections(paths: readonly string[], options: ConnectionsOptions, output: Output): number {
  const input = reachInput(paths, options);
  const groups = podGroups(input.world);
  const [from, to] = [options.from, options.to].map(text => (text === undefined ? undefined : endOf(text, groups)));
  const ports = options.port === undefined ? undefined : portsNamed(options.port, to, groups);
  const settings: ReachSettings = { blocksMeanPods: options.blocksMeanPods };
  if (options.explain === true) return explainPairs(input, { from, to, ports, within: options.in }, settings, options.format, output);
  const controller = options.controller === undefined ? undefined : controllerAt(options.controller);
  const list = connectionList(input.world, { ...settings, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }), ...(ports === undefined ? {} : { ports }), ...(options.in === undefined ? {} : { within: options.in }), ...(controller === undefined ? {} : { controller }) });
  if (options.exposure === true) {
    const wanted = new Set([from, to].flatMap(end => (end !== undefined && 'groups' in end ? end.groups.map(nameOf) : [])));
    const exposed = exposure(list).filter(({ workload }) => wanted.size === 0 || wanted.has(workload)).filter(({ workload }) => options.in === undefined || workload.startsWith(`${options.in}/`));
    if (options.format !== 'text' && options.format !== 'json') throw new UsageError({ what: `--exposure as ${options.format}`, fix: 'use --format text or json' });
    output.out(options.format === 'json' ? exposureAsJson(exposed) : exposureAsText(exposed));
    return 0;
  }
  print(list, options, input, output);
  return 0;
}

function print(list: ConnectionList, { format, blocksMeanPods }: ConnectionsOptions, { world }: ReachInput, output: Output): void {
  if (format === 'text') return output.out(connectionsAsText(list, assumption(world, blocksMeanPods)));
  for (const note of notes(list)) output.err(`${note}\n`);
  if (format === 'json') output.out(connectionsAsJson(list.rows));
  else if (format === 'markdown') output.out(connectionsAsMarkdown(list.rows));
  else if (format === 'dot') output.out(connectionsAsDot(list));
  else svgOf(connectionsAsDot(list), output);
}

/** Said where it matters: a block that may hold pods. */
function assumption({ cluster }: ReachInput['world'], assumed: ConnectionsOptions['blocksMeanPods']): string | undefined {
  if (assumed !== 'no' || !cluster.of('networking.k8s.io', 'NetworkPolicy').some(({ written }) => JSON.stringify(written['spec'] ?? null).includes('"ipBlock"'))) return undefined;
  return 'address blocks of NetworkPolicies are taken to mean addresses outside, not pods; --blocks-mean-pods yes or unknown assumes otherwise';
}

/** A name is looked up at the pods that are called, or at all of them. */
function portsNamed(text: string, to: End | undefined, groups: readonly PodGroup[]): ConnectionSet {
  const asked = portAsked(text);
  const fits = (protocol: (typeof protocols)[number]): boolean => asked.protocol === undefined || asked.protocol === protocol;
  if ('number' in asked) return connectionSet(protocols.filter(fits).map(protocol => ({ protocol, from: asked.number, to: asked.number })));
  const servers = to !== undefined && 'groups' in to ? to.groups : groups;
  const named = servers.flatMap(({ workload }) => workload.ports.filter(({ name, protocol }) => name === asked.name && fits(protocol)));
  if (named.length === 0) throw new UsageError({ what: `no port "${asked.name}" at the pods that are called`, fix: 'give its number' });
  return connectionSet(named.map(({ protocol, port }) => ({ protocol, from: port, to: port })));
}

interface Asked {
  readonly from: End | undefined;
  readonly to: End | undefined;
  readonly ports: ConnectionSet | undefined;
  readonly within: string | undefined;
}

function explainPairs({ world, place }: ReachInput, { from, to, ports, within }: Asked, settings: ReachSettings, format: ConnectionsOptions['format'], output: Output): number {
  if (format !== 'text' && format !== 'json') throw new UsageError({ what: `--explain as ${format}`, fix: 'use --format text or json' });
  const all = podGroups(world);
  const [sources, targets] = [named(from, all), named(to, all)];
  const inside = ({ party }: NamedParty): boolean => within === undefined || ('namespace' in party && party.namespace === within);
  const pairs = sources.flatMap(source => targets.filter(target => source.name !== target.name && (inside(source) || inside(target))).map(target => [source, target] as const));
  if (pairs.length > mostPairs) throw new UsageError({ what: `${pairs.length} pairs to explain`, fix: 'choose some with --from, --to or --in' });
  const told = pairs.map(([source, target]) => ({ source, target, parts: explained(world, source.party, target.party, settings, ports ?? allConnections) }));
  if (format === 'json') {
    const part = ({ ports: own, open, egress, ingress }: Explained): object => ({ ports: formatConnections(own), open, egress: evidenceOf(egress, place), ingress: evidenceOf(ingress, place) });
    output.out(`${JSON.stringify(told.map(({ source, target, parts }) => ({ src: source.name, dst: target.name, parts: parts.map(part) })), undefined, 1)}\n`);
  } else output.out(told.map(({ source, target, parts }) => sentences(source, target, parts.filter(each => !isEmpty(each.ports)), place)).join('\n'));
  return 0;
}

function named(end: End | undefined, all: readonly PodGroup[]): readonly NamedParty[] {
  if (end !== undefined && 'range' in end) return [{ name: end.text, party: { block: blockOf(end.text) } }];
  return (end?.groups ?? all).map(group => ({ name: nameOf(group), party: group }));
}
