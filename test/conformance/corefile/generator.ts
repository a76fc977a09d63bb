import type { Option, Words } from '../../../lib/corefile/grammar';
import { executionOrder, newestCoreDns, pluginOf } from '../../../lib/corefile/table';

/** Numbers from 0 below 1, the same for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Random = () => number;

const pick = <T>(random: Random, items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;

/** Words of every kind, right for something, or for nothing. */
const pool = ('0 1 2 5 10 15 30 60 100 300 511 512 1023 1024 1025 1232 3600 3601 4096 4097 9984 65535 65536 4294967295 4294967296 9223372036854775807 9223372036854775808 -1 -5 +5 1.5 0.5 1e3 007 0x10 0xffee 0xf ' +
  '0s 1s 2s 5s 10s 30s 5m 6m 1h 24h 25h 1h30m -5s 500ms 1.5s 1s500ms 10S 1d 5min 1us 1µs .5s 1.s 10% 9% 90% 91% % 50 ' +
  '. example.org EXAMPLE.ORG. a.b.c a..b .a cluster.local in-addr.arpa ip6.arpa 10.0.0.0/8 10.0.0.0/9 10.1.2.3/8 10.0.0.0/33 fd00::/8 fd00::/7 64:ff9b::/96 64:ff9b::/97 64:ff9b:1:fffe::/48 2001:db8::/32 example.org:53 ' +
  '1.2.3.4 192.0.2.53 192.0.2.53:5353 192.0.2.53: 1.2.3 01.2.3.4 256.0.0.1 ::1 fe80::1%eth0 [::1] [::1]:53 ::ffff:1.2.3.4 [fe80::1%eth0]:53 :8080 localhost:8080 8080 :: a:b:c host: ' +
  'tls://9.9.9.9 tls://9.9.9.9%dns.quad9.net tls://[2620:fe::fe]:853 dns://1.1.1.1 https://1.1.1.1 https://1.1.1.1/x grpc://1.1.1.1 quic://1.1.1.1 https3://1.1.1.1 https3://1.1.1.1:443 unix:///s tls:// /etc/resolv.conf ' +
  'random round_robin sequential weighted disabled insecure verified success denial error all none immediate verify VERIFY prefer_positive until-ready continuously stdout warning info debug show_first full listen zipkin DataDog ' +
  'on off true false T yes use IGNORE set clear aa RA rd query response type net TYPE * no_rec domain file directory from to empty_service metadata GET POST get @kubernetes http://127.0.0.1:1 ' +
  'A AAAA TXT ANY a IN CH in NXDOMAIN nxdomain SERVFAIL NOERROR REFUSED NOTIMPL BADVERS QUERY UPDATE 23 24 ' +
  'name exact prefix suffix substring regex answer auto value class ttl cname rcode edns0 local nsid subnet append replace unset revert continue stop {client_ip} {nope} {a/b} {1} {common} 30-60 60-30 -30 30- - ' +
  '.* (.*) (a)(b) ([ a{2,1} a{1001} [[:alpha:]] \\d+ \\Qa \\pL \\p{Greek} \\p{Nope} (?i)a (?P<n>a) (?<n>a) (?=a) a** ^(a|b)?$ \\8 \\_ x{2}{3} (?s-i:a) {0}.x \\.example\\.org$ {{.Name}} {{ {{end}} ' +
  'a=b a!=b a,b !a in=1 "a in (b,c)" "a notin (b)" "a=b, c" "x" "" "two words" "#quoted" key.io/x=y 0.5 1.01 startup certrenew /bin/none').split(/ (?=(?:[^"]*"[^"]*")*[^"]*$)/);

const bare = (text: string): string => (text.startsWith('"') && text.endsWith('"') && text.length > 1 ? text.slice(1, -1) : text);

function words(random: Random, { least, most, values, taken }: Words): readonly string[] {
  if (taken === 'ignored') return random() < 0.9 ? [] : [pick(random, pool)];
  const wanted = least + (random() < 0.5 ? 0 : Math.floor(random() * Math.min(4, most - least + 1)));
  const length = random() < 0.9 ? wanted : Math.max(0, wanted + pick(random, [-1, 1, 2]));
  return Array.from({ length }, (_, i) => {
    const value = values[i] ?? values.at(-1);
    if (value === undefined || random() < 0.12) return pick(random, pool);
    const good = pool.filter(text => value.takes(bare(text)) === true);
    return pick(random, good.length === 0 ? pool : good);
  });
}

/** Uses of plugins that read in their own way, word by word. */
const shapes: Readonly<Record<string, readonly string[]>> = {
  rewrite: ['name exact FROM TO', 'name FROM TO', 'name regex P TO', 'name regex P TO answer name P TO', 'name suffix FROM TO answer auto', 'stop name prefix FROM TO', 'continue type A AAAA', 'class IN CH', 'type ANY W', 'ttl FROM W', 'ttl regex P W', 'ttl exact FROM W', 'cname FROM TO', 'cname regex P TO', 'cname suffix FROM TO', 'rcode FROM W W', 'rcode regex P W W', 'edns0 local set W W', 'edns0 local set 0xffee {client_ip}', 'edns0 subnet set 24 56', 'edns0 subnet set W W', 'edns0 nsid set', 'edns0 nsid set revert', 'edns0 local unset W', 'edns0 subnet unset', 'name regex P TO metadata', 'name regex (.*) {1}.x metadata', 'name regex P TO answer auto answer value P TO', 'name FROM TO W W', 'W W W', 'name regex P TO value P TO'],
  tls: ['W', '', 'W W W W'],
  dns64: ['', '64:ff9b::/96', 'W', '{\nprefix W\n}', '{\ntranslate_all\nallow_ipv4\nprefix 64:ff9b::/96\n}', '64:ff9b::/96 {\nallow_ipv4\n}', '{\ntranslate_all W\n}', '{\nW\n}'],
  loadbalance: ['', 'round_robin', 'W', 'round_robin {\nprefer W\n}', '{\nprefer 10.0.0.0/8 W\n}', 'weighted W', 'weighted f {\nreload W\n}', 'weighted f {\nprefer W\n}', 'weighted f {\nreload 5s\n}', '{\nreload 5s\n}'],
  header: ['{\nresponse set ra\n}', '{\nquery clear W\n}', '{\nW set ra\n}', '', '{\n}', 'W {\nresponse set aa ra\n}', '{\nresponse W ra rd\n}', '{\nresponse\n}', '{\nset ra\n}'],
  template: ['IN A', 'IN W', 'W A', 'IN A example.org {\nmatch P P\nanswer {{.Name}}\nfallthrough\n}', 'IN ANY {\nrcode W\n}', 'ANY ANY {\nederror W W\n}', 'IN A {\nanswer\n}', 'IN A {\nW W\n}', 'IN A {\nrcode NXDOMAIN\nupstream W\n}', 'CH TXT {\nmatch W\n}'],
};

const expressions = pool.filter(text => /[\\([*{?]/.test(text));

/** One use of a plugin, with or without a block. */
function use(random: Random, name: string): string {
  const shape = shapes[name];
  if (shape !== undefined) {
    return `${name} ${pick(random, shape)}`.replaceAll(/\b(?:FROM|TO|W|P)\b/g, slot => (slot === 'P' ? pick(random, expressions) : slot === 'W' ? pick(random, pool) : pick(random, ['a', 'example.org', 'Example.Org.', '{1}.x', '{0}', '.', ...pool.slice(-4)])));
  }
  const plugin = pluginOf(name);
  if (plugin === undefined) return name;
  const head = [name, ...words(random, plugin.takes)].join(' ');
  const options = Object.entries(plugin.options ?? {});
  if (random() < 0.35 || (options.length === 0 && random() < 0.9)) return head;
  const lines = Array.from({ length: Math.floor(random() * 4) }, () => {
    if (options.length === 0 || random() < 0.04) return pick(random, pool);
    const [option, { takes }] = pick(random, options as readonly (readonly [string, Option])[]);
    return [option, ...words(random, takes)].join(' ');
  });
  return `${head} {\n${lines.map(line => `    ${line}\n`).join('')}  }`;
}

/** Plugins that ask something outside when they are set up. */
export const outside: ReadonlySet<string> = new Set(['route53', 'azure', 'clouddns']);

const names = executionOrder(newestCoreDns).filter(name => !outside.has(name));

const keys = ['.', '.:53', 'example.org', 'example.org:5353', 'EXAMPLE.org.', '10.0.0.0/8', '10.0.0.0/9', 'fd00::/8', '192.168.0.0/23', 'tls://.', 'tls://example.org:853', 'https://.', 'grpc://a.b', 'quic://.', 'https3://.', 'dns://.', 'ftp://.', '.:0', '.:65536', '.:dns', '.:', 'a..b', 'a:b', 'a,', 'a.org,b.org', '(x)', 'xn--a', 'ü.example', `${'a'.repeat(64)}.x`, '2001:db8::/29', '0::/8', 'unix://x', 'a:-1', 'a:+53', '}', '"a b"', '10.0.0.0/33', '1.2.3.4', 'ip6.arpa'];

/** A Corefile of a few server blocks. Most are nearly right. */
export function corefileFrom(random: Random): string {
  const blocks = Array.from({ length: random() < 0.75 ? 1 : 2 }, (_, i) => {
    const zones = random() < 0.8 ? [i === 0 ? '.:53' : 'example.org'] : Array.from({ length: 1 + Math.floor(random() * 2) }, () => pick(random, keys));
    const uses = Array.from({ length: Math.floor(random() * 4) + (i === 0 ? 0 : 1) }, () => use(random, pick(random, names)));
    if (random() < 0.1 && uses.length > 0) uses.push(pick(random, uses));
    return `${zones.join(' ')} {\n${uses.map(line => `  ${line}\n`).join('')}}\n`;
  });
  return blocks.join('');
}

/** One word changed, or one more. */
function withWord(random: Random, before: readonly string[]): string {
  const at = Math.floor(random() * 4);
  return [...before.slice(0, at), pick(random, pool), ...before.slice(at + Math.floor(random() * 2))].join(' ');
}

const inserted = ['{', '}', '"', '#', '\n', ' ', '\\', ',', ' {\n', '\n}\n', '\r', '\t', 'import x\n', '{$X}', '{%X%}', '{$', '\uFEFF', '\u00A0', ' # note ', '(x) {\nerrors\n}\n', '\\"', '""'];

/** The same Corefile with a few of its characters, words or lines changed. */
export function mutated(random: Random, text: string): string {
  let result = text;
  for (let i = 0; i <= Math.floor(random() * 3); i++) {
    const at = Math.floor(random() * (result.length + 1));
    const lines = result.split('\n');
    const line = Math.floor(random() * lines.length);
    switch (Math.floor(random() * 6)) {
      case 0: result = result.slice(0, at) + pick(random, inserted) + result.slice(at); break;
      case 1: result = result.slice(0, at) + result.slice(at + 1 + Math.floor(random() * 3)); break;
      case 2: result = lines.filter((_, n) => n !== line).join('\n'); break;
      case 3: result = [...lines.slice(0, line), lines[Math.floor(random() * lines.length)] ?? '', ...lines.slice(line)].join('\n'); break;
      case 4: result = lines.map((text_, n) => (n === line ? withWord(random, text_.split(' ')) : text_)).join('\n'); break;
      default: result = `${result}${pick(random, ['}', '}\n', 'import y', '(s) {\n', 'example.net', 'a.example,\n', '"open'])}`;
    }
  }
  return result;
}

