import type { Option, Plugin, Words } from '../../lib/corefile/grammar';
import { allPlugins } from '../../lib/corefile/table';
import type { Version } from '../../lib/model/version';

/** A use of a plugin, alone in a server block, and whether CoreDNS takes it. */
export interface Stanza {
  readonly title: string;
  readonly text: string;
  readonly taken: boolean;
  /** @default - the newest */
  readonly version?: Version;
}

/** Words that are right for something. The first that a value takes is its good one, the first that it refuses its bad one. */
const words = ('word 30s 10s 1h 1 2 30 1024 10% example.org 10.0.0.0/8 64:ff9b::/96 10.0.0.1 ::1 :8080 / /etc/file A SERVFAIL random disabled success use stdout warning until-ready round_robin from file true .* * -1 0 -5 99999 70000 a..b ( nope ' +
  'public prefer_positive on off allow startup GET immediate empty_service').split(' ');

/** Words of options that have to fit each other. */
const fitting: Readonly<Record<string, readonly string[]>> = {
  'acl allow': ['type', 'A', 'net', '10.0.0.0/8'], 'acl block': ['type', 'ANY'], 'acl filter': ['net', '*'], 'acl drop': ['type', '*'],
  'tsig require': ['A'], 'tsig require_opcode': ['UPDATE'], 'dnssec key': ['file', '/key'], 'sign key': ['file', '/key'],
  'kubernetes multicluster': ['example.org'], 'dynupdate allow': ['key.', 'name.', 'A'], 'forward max_age': ['30s'], 'secondary transfer': ['from', '10.0.0.1'],
};

/** Words of plugins that have to fit each other. */
const heads: Readonly<Record<string, string>> = { forward: '. 192.0.2.1', grpc: '. 192.0.2.1', kubernetes: 'example.org', hosts: '', autopath: '@kubernetes', on: 'startup /bin/true', view: 'v', geoip: '/db', file: '/zone', sign: '/zone', azure: 'group:zone', route53: 'example.org.:Z1', clouddns: 'example.org.:p:z', dnstap: '/socket', root: '/', federation: 'a b', reverse: '10.0.0.0/8', startup: 'true', shutdown: 'true', proxy: '. 192.0.2.1', bind: '10.0.0.1', chaos: '', trace: '', tls: '/cert /key', rewrite: 'name a.example b.example', template: 'IN A' };

/** Options that want other words before them. */
const optionHeads: Readonly<Record<string, string>> = { 'dnstap tls': 'listen /socket' };

/** Lines without which a block is refused. */
const needed: Readonly<Record<string, readonly string[]>> = { transfer: ['to *'], secondary: ['transfer from 10.0.0.1'], timeouts: ['read 10s'], dynupdate: ['file /zone', 'allow key. name. A'], view: ['expr true'], header: ['response set ra'] };
const companions: Readonly<Record<string, readonly string[]>> = { 'cache serve_stale_policy': ['serve_stale'], 'hosts fallthrough_unsupported': ['fallthrough'] };

function goodWords(what: string, { least, values, taken }: Words): readonly string[] {
  if (fitting[what] !== undefined) return fitting[what];
  if (taken === 'ignored') return [];
  return Array.from({ length: least }, (_, i) => words.find(word => (values[i] ?? values.at(-1))?.takes(word) === true) ?? words.find(word => typeof (values[i] ?? values.at(-1))?.takes(word) === 'string') ?? 'word');
}

/** The same words with one of them wrong, once for each value that refuses anything; too few; too many. */
function badWords(what: string, takes: Words): readonly (readonly [why: string, words: readonly string[]])[] {
  const good = goodWords(what, takes);
  const { least, most, values, taken } = takes;
  if (taken === 'ignored') return [];
  const wrong = values.slice(0, Math.max(good.length, 1)).flatMap((value, i): (readonly [string, readonly string[]])[] => {
    const bad = words.find(word => value.takes(word) === false);
    return bad === undefined || fitting[what] !== undefined ? [] : [[`${bad} for ${value.what}`, [...good.slice(0, i), bad, ...good.slice(i + 1)]]];
  });
  const fewer: (readonly [string, readonly string[]])[] = least === 0 ? [] : [['no words', []]];
  const more: (readonly [string, readonly string[]])[] = Number.isFinite(most) && taken === 'line' ? [['words too many', [...good, ...Array.from({ length: most - good.length + 1 }, () => good.at(-1) ?? 'word')]]] : [];
  return [...wrong, ...fewer, ...more];
}

const block = (name: string, head: string, lines: readonly string[]): string => `example.org {\n  ${`${name} ${head}`.trim()}${lines.length === 0 ? '' : ` {\n${lines.map(line => `    ${line}\n`).join('')}  }`}\n}\n`;

function headOf({ name, takes }: Plugin): string {
  return heads[name] ?? goodWords(name, takes).join(' ');
}

function before(version: Version): Version {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  return patch > 0 ? `${major}.${minor}.${patch - 1}` : `${major}.${minor - 1}.99`;
}

/** Options that are new in a release where their plugin was before: refused the release before, and taken from it on. */
function versions(plugin: Plugin, name: string, option: Option, lines: readonly string[]): readonly Stanza[] {
  const title = `${plugin.name} ${name}`;
  const text = block(plugin.name, optionHeads[title] ?? headOf(plugin), lines);
  const older = option.since === undefined ? undefined : before(option.since);
  return [
    ...(option.since === undefined || older === undefined ? [] : [{ title: `${title} in ${option.since}`, text, taken: true, version: option.since }, { title: `${title} before ${option.since}`, text, taken: false, version: older }]),
    ...(option.until === undefined ? [] : [{ title: `${title} before ${option.until}`, text, taken: true, version: before(option.until) }, { title: `${title} in ${option.until}`, text, taken: false, version: option.until }]),
  ];
}

function ofOption(plugin: Plugin, name: string, option: Option): readonly Stanza[] {
  const what = `${plugin.name} ${name}`;
  const lines = (given: readonly string[]): readonly string[] => [...(needed[plugin.name] ?? []).filter(line => !line.startsWith(`${name} `)), ...(companions[what] ?? []), [name, ...given].join(' ').trim()];
  const good = lines(goodWords(what, option.takes));
  const head = optionHeads[what] ?? headOf(plugin);
  const newest = option.until === undefined && plugin.until === undefined ? [
    { title: what, text: block(plugin.name, head, good), taken: true },
    ...badWords(what, option.takes).map(([why, bad]) => ({ title: `${what}: ${why}`, text: block(plugin.name, head, lines(bad)), taken: false })),
    ...(option.once === true ? [{ title: `${what} twice`, text: block(plugin.name, head, [...good, good.at(-1) ?? '']), taken: false }] : []),
  ] : [];
  return [...newest, ...versions(plugin, name, option, good)];
}

function ofPlugin(plugin: Plugin): readonly Stanza[] {
  const { name, takes, since, until, repeats } = plugin;
  const text = block(name, headOf(plugin), needed[name] ?? []);
  const heard: readonly Stanza[] = [
    ...(since === undefined ? [] : [{ title: `${name} in ${since}`, text, taken: true, version: since }, { title: `${name} before ${since}`, text, taken: false, version: before(since) }]),
    ...(until === undefined ? [] : [{ title: `${name} before ${until}`, text, taken: true, version: before(until) }, { title: `${name} in ${until}`, text, taken: false, version: until }]),
  ];
  if (until !== undefined) return heard;
  const use = `  ${`${name} ${headOf(plugin)}`.trim()}${(needed[name] ?? []).length === 0 ? '' : ` {\n${(needed[name] ?? []).join('\n')}\n  }`}\n`;
  return [
    { title: name, text, taken: true },
    ...(plugin.read !== undefined ? [] : badWords(name, takes).filter(([why]) => why !== 'words too many' || plugin.options !== undefined).map(([why, bad]) => ({ title: `${name}: ${why}`, text: block(name, bad.join(' '), needed[name] ?? []), taken: false }))),
    ...(plugin.options === undefined || plugin.otherLines !== undefined || plugin.read !== undefined ? [] : [{ title: `${name} with an option that it has not`, text: block(name, headOf(plugin), [...(needed[name] ?? []), 'no-such-option']), taken: false }]),
    ...(repeats === 'error' ? [{ title: `${name} twice`, text: `example.org {\n${use}${use}}\n`, taken: false }] : []),
    ...heard,
    ...Object.entries(plugin.options ?? {}).flatMap(([option, described]) => ofOption(plugin, option, described)),
  ];
}

/** Plugins that read in their own way, by hand. */
const own: readonly (readonly [lines: string, taken: boolean])[] = [
  ['rewrite name exact a.example b.example', true], ['rewrite name regex (.*)\\.a\\.example {1}.b.example answer auto', true], ['rewrite stop name suffix .a .b answer auto', true], ['rewrite type ANY HINFO', true], ['rewrite class CH IN', true], ['rewrite ttl example.org 30-60', true], ['rewrite cname exact a.example b.example', true], ['rewrite rcode exact a.example SERVFAIL NXDOMAIN', true], ['rewrite edns0 local set 0xffee abc', true], ['rewrite edns0 subnet set 24 56', true],
  ['rewrite', false], ['rewrite name', false], ['rewrite nope a b', false], ['rewrite name regex ( b', false], ['rewrite type ANY NOPE', false], ['rewrite ttl example.org soon', false], ['rewrite edns0 subnet set 99 56', false], ['rewrite name regex (.*) {1}.{2}', false],
  ['template IN A {\nanswer "{{ .Name }} 60 IN A 10.0.0.1"\n}', true], ['template ANY ANY example.org {\nrcode NXDOMAIN\n}', true], ['template IN A {\nmatch "^a"\nederror 21 "no"\nfallthrough\n}', true],
  ['template', false], ['template IN', false], ['template IN NOPE', false], ['template IN A {\nmatch "("\n}', false], ['template IN A {\nrcode NOPE\n}', false], ['template IN A {\nanswer\n}', false],
  ['dns64', true], ['dns64 64:ff9b::/96', true], ['dns64 {\nprefix 64:ff9b::/96\ntranslate_all\nallow_ipv4\n}', true], ['dns64 10.0.0.0/8', false], ['dns64 64:ff9b::/97', false], ['dns64 a b', false], ['dns64 {\nnope\n}', false],
  ['loadbalance', true], ['loadbalance round_robin', true], ['loadbalance weighted /weights {\nreload 10s\n}', true], ['loadbalance {\nprefer 10.0.0.0/8\n}', true], ['loadbalance nope', false], ['loadbalance weighted', false], ['loadbalance {\nprefer nope\n}', false],
  ['header {\nresponse set ra\n}', true], ['header {\nquery clear aa rd\n}', true], ['header', false], ['header {\nset ra\n}', false], ['header {\nresponse set zz\n}', false], ['header {\nresponse keep ra\n}', false],
  ['tls {\nacme example.org\n}', true], ['tls one', false], ['tls a b c d', false], ['tls', false], ['tls {\nemail a@example.org\n}', false],
  ['reload 30s 0s', true], ['reload 1s', false], ['reload 30s 500ms', false], ['errors {\nconsolidate 5m ".*" warning show_first\n}', true], ['errors {\nconsolidate 5m ".*" loud\n}', false],
  ['cache {\nserve_stale 1h verify 500ms 30s\n}', true], ['cache {\nserve_stale verify\n}', false], ['cache {\nprefetch 10 1m 95%\n}', false], ['cache {\nservfail 6m\n}', false], ['cache {\ndisable both\n}', false],
  ['kubernetes example.org {\nnamespaces a\nnamespace_labels a=b\n}', false], ['kubernetes example.org {\nzonal\nnoendpoints\n}', false], ['kubernetes 10.0.0.0/8', false], ['kubernetes example.org {\nmulticluster example.net\n}', false],
  ['forward . grpc://192.0.2.1', false], ['forward . 192.0.2.1 {\nexpire 30s\nmax_age 10s\n}', false], ['forward . 192.0.2.1 {\nfailover NOERROR\n}', false], ['acl {\nallow nope\n}', false], ['acl {\nblock type NOPE\n}', false], ['hosts {\nfallthrough\n10.0.0.1 a.example\n}', false],
];

/** Every plugin and every option that the table knows: a use that is taken, one that is not for each kind of value, and either side of the releases that they came with. */
export const stanzas: readonly Stanza[] = [
  ...allPlugins().flatMap(ofPlugin),
  ...own.map(([lines, taken]) => ({ title: lines.replaceAll('\n', '⏎'), text: `example.org {\n${lines}\n}\n`, taken })),
];
