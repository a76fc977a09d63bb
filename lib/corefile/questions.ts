import { optionsOf, usesIn, type CorefileReading, type PluginUse, type ReadServer } from './reading';
import { zonesOfArgument } from './zones';

/** Plugins that change a question or an answer, and pass it on. */
const passing: ReadonlySet<string> = new Set(['acl', 'any', 'autopath', 'cache', 'dns64', 'siit', 'dnssec', 'header', 'loadbalance', 'local', 'minimal', 'rewrite', 'tsig', 'chaos']);

/** Plugins that answer for zones among their words, and how many words stand before these. */
const answering: Readonly<Record<string, number>> = { kubernetes: 0, hosts: 1, file: 1, auto: 0, secondary: 0, etcd: 0, template: 2, k8s_external: 0, nomad: 0, dynupdate: 0, route53: Number.POSITIVE_INFINITY, azure: Number.POSITIVE_INFINITY, clouddns: Number.POSITIVE_INFINITY };

/** A name of each kind, the blocks that it meets, and what their plugins do with it, in the order in which the release asks them. */
export function explainQuestions({ servers }: CorefileReading): string {
  return `\nquestions\n${classesOf(servers).map(([what, name]) => explainQuestion(servers, what, name)).join('')}`;
}

/** What clients of a cluster ask: each kind once, and every zone that is served apart. */
function classesOf(servers: readonly ReadServer[]): readonly (readonly [what: string, name: string])[] {
  const zones = servers.flatMap(server => usesIn(server, 'kubernetes').flatMap(use => zonesOf(use, server, 0)));
  const domain = zones.find(zone => zone !== '.' && !zone.endsWith('.arpa.')) ?? 'cluster.local.';
  const usual = [['a Service', `web.shop.svc.${domain}`], ['a pod by its address', `10-0-0-1.shop.pod.${domain}`], ['an address', '1.0.96.10.in-addr.arpa.'], ['an address of IPv6', '1.0.0.0.d.f.ip6.arpa.'], ['the world', 'example.org.']] as const;
  const apart = [...new Set(servers.flatMap(server => server.zones.map(({ zone }) => zone)))].filter(zone => zone !== '.' && zone !== domain && !zone.endsWith('.arpa.'));
  return [...usual, ...apart.map(zone => [`zone ${zone}`, `www.${zone}`] as const)];
}

function explainQuestion(servers: readonly ReadServer[], what: string, name: string): string {
  const met = blocksFor(servers, name);
  if (met.length === 0) return `  ${what}, ${name}: no block serves it, so it is refused\n`;
  const lines = met.map(({ server, key }, i) => {
    const [view] = usesIn(server, 'view');
    const expressions = view === undefined ? [] : optionsOf(view, 'expr').map(({ words }) => words.map(({ text }) => text).join(' '));
    const condition = view === undefined ? (i === 0 ? '' : 'else ') : `${i === 0 ? '' : 'else '}where view ${view.words[0]?.text ?? ''} holds (${expressions.join(' and ')}), `;
    return `${condition}block ${key} in line ${server.at.line}: ${chainFor(server, name)}`;
  });
  return `  ${what}, ${name}: ${lines.join('\n    ')}${usesIn(met.at(-1)?.server ?? { uses: [] }, 'view').length > 0 ? '\n    else no block serves it, so it is refused' : ''}\n`;
}

/** Blocks of the longest zone that holds a name, in the order of the file, up to the first that takes every question. */
function blocksFor(servers: readonly ReadServer[], name: string): readonly { readonly server: ReadServer; readonly key: string }[] {
  const serving = servers.flatMap(server => server.zones.filter(({ zone, transport }) => transport === 'dns' && holds(zone, name)).map(({ zone, port }) => ({ server, zone, key: `${zone}:${port}` })));
  const longest = Math.max(0, ...serving.map(({ zone }) => zone.length));
  const best = serving.filter(({ zone }) => zone.length === longest);
  const open = best.findIndex(({ server }) => usesIn(server, 'view').length === 0);
  return open < 0 ? best : best.slice(0, open + 1);
}

/** What happens to a question in a block. */
function chainFor(server: ReadServer, name: string): string {
  const steps: string[] = [];
  for (const use of server.uses) {
    const plugin = use.name.text;
    if (plugin === 'cache') {
      const left = optionsOf(use, 'disable').filter(({ words }) => words.slice(1).some(({ text }) => zonesOfArgument(text).some(zone => holds(zone, name)))).map(({ words }) => words[0]?.text ?? '');
      if (left.length < 2) steps.push(left.length === 0 ? 'cache' : `cache but for ${left.join()}`);
    } else if (plugin === 'forward' || plugin === 'grpc') {
      const [from, ...to] = use.words;
      const except = optionsOf(use, 'except').flatMap(({ words }) => words.flatMap(({ text }) => zonesOfArgument(text)));
      if (from === undefined || !zonesOfArgument(from.text).some(zone => holds(zone, name)) || except.some(zone => holds(zone, name))) continue;
      return [...steps, `${plugin} asks ${to.map(({ text }) => text).join(', ')}`].join(' → ');
    } else if (plugin === 'whoami' || plugin === 'erratic') return [...steps, `${plugin} answers`].join(' → ');
    else if (answering[plugin] !== undefined) {
      if (!zonesOf(use, server, answering[plugin]).some(zone => holds(zone, name))) continue;
      const through = optionsOf(use, 'fallthrough').at(-1)?.words;
      const goesOn = through !== undefined && (through.length === 0 || through.some(({ text }) => zonesOfArgument(text).some(zone => holds(zone, name))));
      if (!goesOn) return [...steps, `${plugin} answers`].join(' → ');
      steps.push(`${plugin}, and what it has not goes on`);
    } else if (passing.has(plugin)) steps.push(plugin);
  }
  return [...steps, 'nothing answers, so it is refused'].join(' → ');
}

/** Zones of a use; those of its block where it names none. */
function zonesOf(use: PluginUse, server: ReadServer, before: number): readonly string[] {
  const named = use.words.slice(before).flatMap(({ text }) => zonesOfArgument(text));
  return named.length > 0 ? named : server.zones.map(({ zone }) => zone);
}

function holds(zone: string, name: string): boolean {
  return zone === '.' || zone === name || name.endsWith(`.${zone}`);
}
