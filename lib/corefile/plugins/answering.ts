import { releasedSince } from '../../model/version';
import { anyNumber, atLeast, bare, between, exactly, flag, following, nothing, type Complaint, type Option, type Plugin } from '../grammar';
import { operations, recordTypes } from '../records';
import { address, addressBlock, duration, durationOrSeconds, expression, file, integer, oneOf, oneOfAnyCase, path, percentage, regularExpression, serverOrStar, unsigned, word, zone } from '../values';
import { normalize, zonesOfArgument } from '../zones';
import { readDns64, dns64Options, readHeader, headerOptions, readLoadbalance, loadbalanceOptions } from './own-ways';
import { readRewrite } from './rewrite';
import { readTemplate, templateOptions } from './template';
import { tooLong } from './serving';

const eats = (since?: { readonly since?: `${number}.${number}.${number}`; readonly until?: `${number}.${number}.${number}` }): Option => ({ takes: anyNumber(word()), ...since });
const throughZones: Option = { takes: anyNumber(zone) };
const share: Option = { takes: { ...atLeast(1, integer(), integer({ from: 1 }), integer({ from: 0 }), word()), taken: 'line' } };

/** Words of an `acl` action: sections that begin with `type` or `net`. */
function aclSections(words: readonly string[]): string | undefined {
  let section = '';
  let open = false;
  let star = false;
  for (const text of words) {
    const lower = text.toLowerCase();
    if (lower === 'type' || lower === 'net') {
      if (open) return `acl ${section} names nothing`;
      [section, open, star] = [lower, true, false];
      continue;
    }
    if (section === '') return `acl takes "type" and "net", and "${text}" is neither`;
    open = false;
    if (star || text === '*') star = true;
    else if (section === 'type' && !recordTypes.has(text)) return `acl type takes types of records, and "${text}" is none`;
    else if (section === 'net' && addressBlock.takes(text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`) !== true) return `acl net takes addresses and blocks, and "${text}" is neither`;
  }
  return open ? `acl ${section} names nothing` : undefined;
}

const action = (since?: '1.10.1'): Option => ({ takes: anyNumber(word()), together: aclSections, ...(since === undefined ? {} : { since }) });

const stalePositions = (words: readonly string[], { version }: { readonly version: string }): string | undefined => {
  const [, mode = '', ...times] = words;
  const verifies = mode.toLowerCase() === 'verify';
  if (words.length === 0) return undefined;
  if (!verifies && times.length > 0 && !releasedSince(version, '1.14.7')) return 'cache serve_stale takes times after its mode from CoreDNS 1.14.7 on';
  if (!verifies && times.length > 2) return 'cache serve_stale immediate takes two times, and has three';
  const [timeout, answer, recheck] = verifies ? times : [undefined, ...times];
  const bad = (text: string | undefined, bounds: Parameters<typeof duration>[0]): boolean => text !== undefined && duration(bounds).takes(text) !== true;
  if (bad(timeout, { from: 0 })) return `cache serve_stale verify waits for a span of time such as 500ms, and "${timeout ?? ''}" is none`;
  if (bad(answer, { from: 0, to: 4_294_967_295, whole: true })) return `cache serve_stale answers with a TTL of whole seconds such as 30s, and "${answer ?? ''}" is none`;
  return bad(recheck, { from: 0, to: 300 }) ? `cache serve_stale asks again after at most 5m, and "${recheck ?? ''}" is something else` : undefined;
};

const plugins: readonly Plugin[] = [
  { name: 'dns64', since: '1.7.0', repeats: 'last', takes: anyNumber(word()), read: readDns64, readable: dns64Options },
  {
    name: 'siit', since: '1.15.0', repeats: 'last', takes: nothing,
    options: {
      ipv6_prefix: { takes: following({ what: 'a block of IPv6 of /32, /40, /48, /56, /64 or /96 with a ninth octet of 0', takes: text => isTranslationPrefix(text) }) },
      eam: { takes: exactly({ what: 'an IPv4 address', takes: text => address.takes(text) === true && (!text.includes(':') || isMapped(text)) }, { what: 'an IPv6 address', takes: text => address.takes(text) === true && text.includes(':') && !isMapped(text) }) },
    },
  },
  { name: 'any', since: '1.5.1', repeats: 'ignored', takes: bare, options: {} },
  { name: 'chaos', repeats: 'ignored', takes: anyNumber(word()), options: {} },
  { name: 'loadbalance', repeats: 'last', takes: anyNumber(word()), read: readLoadbalance, readable: loadbalanceOptions },
  {
    name: 'tsig', since: '1.9.4', repeats: 'error', takes: anyNumber(zone),
    options: {
      secret: { takes: exactly(word('the name of a key'), word('a key')) },
      secrets: { takes: exactly(file()) },
      require: { takes: atLeast(1, word()), together: words => choice('require', words, recordTypes) },
      require_opcode: { since: '1.14.3', takes: atLeast(1, word()), together: words => choice('require_opcode', words, operations) },
    },
    use: ({ options }) => {
      const names = options.filter(({ name }) => name === 'secret').map(({ words }) => normalize(words[0]?.text ?? ''));
      const twice = names.find((name, i) => names.indexOf(name) !== i);
      return twice === undefined ? undefined : { message: `tsig has two secrets for ${twice}` };
    },
  },
  { name: 'rewrite', repeats: 'adds', takes: anyNumber(word()), read: readRewrite },
  {
    name: 'autopath', repeats: 'last', takes: atLeast(1, word('zones, then @kubernetes or a file')),
    together: words => {
      const last = words.at(-1);
      return last === undefined || last.text.startsWith('@') || last.text === '/etc/resolv.conf' ? undefined : { at: last, message: `autopath: ${last.text} has to be there when CoreDNS starts`, unknown: true };
    },
  },
  { name: 'acl', since: '1.6.4', repeats: 'adds', anyCase: true, takes: anyNumber(zone), options: { allow: action(), block: action(), filter: action(), drop: action('1.10.1') } },
  {
    name: 'cache', repeats: 'error', takes: anyNumber(word('seconds and zones')),
    together: ([first]) => (first !== undefined && integer({ to: 0 }).takes(first.text) === true ? { message: `cache takes a time above 0, and "${first.text}" is none` } : undefined),
    options: {
      success: share,
      denial: share,
      prefetch: { takes: between(1, integer({ from: 0 }), duration(), percentage(10, 90)) },
      serve_stale: { since: '1.6.6', takes: { ...between(0, duration({ from: 0 }), oneOfAnyCase('immediate', 'verify'), word(), word(), word()), since: { 1: '1.9.2', 2: '1.14.4', 3: '1.14.7', 4: '1.14.7' } }, together: stalePositions },
      serve_stale_policy: { since: '1.14.7', once: true, takes: exactly(oneOfAnyCase('prefer_positive')) },
      servfail: { since: '1.9.4', takes: exactly(duration({ from: 0, to: 300 })) },
      disable: { since: '1.9.4', takes: atLeast(1, oneOf('success', 'denial'), word('a zone')) },
      keepttl: { since: '1.10.1', takes: nothing },
    },
    use: ({ options }) => (options.some(({ name }) => name === 'serve_stale_policy') && !options.some(({ name }) => name === 'serve_stale') ? { message: 'cache serve_stale_policy needs serve_stale', help: 'add serve_stale' } : undefined),
  },
  { name: 'header', since: '1.8.5', repeats: 'ignored', takes: nothing, read: readHeader, readable: headerOptions },
  {
    name: 'dnssec', repeats: 'error', takes: anyNumber(zone),
    options: { key: { takes: atLeast(1, word(), file()), together: keySource('dnssec', ['file', 'aws_secretsmanager']) }, cache_capacity: { takes: following(integer()) } },
  },
  { name: 'minimal', since: '1.8.4', repeats: 'ignored', takes: bare },
  { name: 'template', since: '1.0.3', repeats: 'adds', takes: anyNumber(word()), read: readTemplate, readable: templateOptions },
  {
    name: 'transfer', since: '1.6.5', repeats: 'adds', takes: anyNumber(zone),
    options: { to: { takes: atLeast(1, serverOrStar) }, source: { since: '1.14.5', once: true, takes: exactly(address) } },
    use: ({ options }) => (options.some(({ name }) => name === 'to') ? undefined : { message: 'transfer names nobody to transfer to', help: 'add "to ADDRESS", or "to *"' }),
  },
  {
    name: 'hosts', repeats: 'error', takes: anyNumber(word('a file and zones')),
    options: {
      ttl: { takes: atLeast(1, integer({ from: 1, to: 65_535 }), word()) },
      no_reverse: { takes: flag },
      reload: { takes: exactly(duration({ from: 0 })) },
      fallthrough: throughZones,
      fallthrough_unsupported: { since: '1.14.7', takes: nothing },
    },
    otherLines: ({ name }, before) => (before.some(other => other.name === 'fallthrough') ? `hosts has no option "${name}", and no lines of hosts after fallthrough` : undefined),
    use: ({ options }) => (options.some(({ name }) => name === 'fallthrough_unsupported') && !options.some(({ name }) => name === 'fallthrough') ? { message: 'hosts fallthrough_unsupported needs fallthrough', help: 'add fallthrough' } : undefined),
  },
  {
    name: 'file', repeats: 'adds', takes: { least: 1, most: Number.POSITIVE_INFINITY, values: [{ what: 'a zone file', takes: text => !/^[./]*$/.test(text) && text !== '/etc/resolv.conf' }, zone], taken: 'line' },
    options: { reload: { takes: atLeast(1, duration(), word()) }, reload_by_mtime: { since: '1.14.4', takes: flag }, fallthrough: { ...throughZones, since: '1.12.2' }, upstream: eats(), transfer: eats({ until: '1.8.0' }), no_reload: eats({ until: '1.5.0' }) },
    use: ({ options }) => (options.some(({ name, words }) => name === 'reload' && duration({ from: 0, to: 0 }).takes(words[0]?.text ?? '') === true) ? { message: 'file does not reload, so the zone file has to be there when CoreDNS starts', unknown: true } : undefined),
  },
  {
    name: 'auto', repeats: 'last', takes: anyNumber(zone),
    options: {
      directory: {
        takes: between(1, path('a folder'), regularExpression, word('a template')),
        together: ([, pattern, template], { version }) => (pattern === undefined ? undefined : tooLong(pattern, version) ?? (template === undefined ? 'auto directory takes a template after its regular expression' : /(?<!\\)\((?!\?(?!P?<))/.test(pattern) ? undefined : 'auto directory takes a regular expression with a group')),
      },
      reload: { takes: atLeast(1, duration({ from: 0 }), word()) },
      upstream: eats(),
      transfer: eats({ until: '1.8.0' }),
      no_reload: eats({ until: '1.5.0' }),
    },
  },
  {
    name: 'secondary', repeats: 'adds', takes: anyNumber(zone),
    options: {
      transfer: { takes: atLeast(2, oneOf('from'), { what: 'an IP address, with or without a port', takes: text => text !== '*' && serverOrStar.takes(text) }) },
      catalog: { since: '1.14.5', takes: anyNumber({ what: 'a zone', takes: text => zonesOfArgument(text).length > 0 }) },
      fallthrough: { ...throughZones, since: '1.14.4' },
      upstream: eats({ until: '1.8.0' }),
    },
    use: ({ options }) => (options.some(({ name }) => name === 'transfer') ? undefined : { message: 'secondary names nobody to transfer from', help: 'add "transfer from ADDRESS"' }),
  },
  {
    name: 'sign', since: '1.6.3', repeats: 'adds', takes: { least: 1, most: Number.POSITIVE_INFINITY, values: [path('a zone file'), zone], taken: 'line' },
    options: { key: { takes: atLeast(1, word(), file()), together: words => (words[0] === 'directory' ? 'sign key directory is not implemented' : keySource('sign', ['file'])(words)) }, directory: { takes: exactly(path('a folder')) } },
  },
  { name: 'dynupdate', since: '1.15.0', repeats: 'error', takes: between(0, zone), options: { database: { once: true, takes: exactly(file()) }, max_records: { once: true, takes: exactly(integer({ from: 1 })) }, max_bytes: { once: true, takes: exactly(integer({ from: 1 })) }, max_update_records: { once: true, takes: exactly(integer({ from: 1 })) }, file: { once: true, takes: exactly(file('a zone file')) }, allow: { takes: atLeast(3, word('the name of a key'), word('a name'), word('a type of record')) } }, use: ({ options }) => required('dynupdate', options, ['file', 'allow']) },
  { name: 'loop', since: '1.2.1', repeats: 'error', takes: bare },
  { name: 'whoami', repeats: 'ignored', takes: bare },
  {
    name: 'erratic', repeats: 'last', takes: flag,
    options: { drop: { takes: between(0, integer({ from: 0 }, 32)) }, delay: { takes: between(0, integer({ from: 0 }, 32), duration()) }, truncate: { takes: between(0, integer({ from: 0 }, 32)) }, large: { takes: flag } },
  },
  { name: 'on', repeats: 'adds', takes: atLeast(2, oneOfAnyCase('startup', 'shutdown', 'certrenew'), { what: 'a command', takes: text => /^[\w./:=@,+-]+$/.test(text) || 'whether the command can be read is not settled here' }) },
  {
    name: 'etcd', repeats: 'ignored', takes: anyNumber(zone),
    options: {
      stubzones: { takes: flag }, debug: { takes: flag }, upstream: eats(), fallthrough: throughZones,
      no_apex_fallback: { since: '1.15.0', takes: nothing },
      path: { takes: following(word('a path')) },
      endpoint: { takes: atLeast(1, expression('an endpoint of etcd')) },
      tls: { takes: between(0, file(), file(), file()) },
      credentials: { takes: exactly(word('a user'), word('a password')) },
      'min-lease-ttl': { since: '1.12.4', takes: following(lease()) },
      'max-lease-ttl': { since: '1.12.4', takes: following(lease()) },
    },
    use: ({ options }) => (options.some(({ name }) => name === 'credentials') ? { message: 'etcd is asked for a token when CoreDNS starts', unknown: true } : undefined),
  },
  {
    name: 'nomad', since: '1.13.0', repeats: 'ignored', anyCase: true, takes: anyNumber(word('a zone')),
    options: { address: { takes: atLeast(1, expression('an address of Nomad')) }, token: { takes: exactly(word()) }, ttl: { takes: exactly(integer({ from: 0, to: 3600 })) }, filter: { since: '1.13.2', takes: exactly(word()) } },
  },
  { name: 'proxy', until: '1.5.0', instead: 'forward', repeats: 'adds', takes: atLeast(2, word()), options: { policy: eats(), fail_timeout: eats(), max_fails: eats(), health_check: eats(), except: eats(), spray: eats(), protocol: eats() } },
  { name: 'federation', until: '1.7.0', repeats: 'last', takes: anyNumber(zone), options: {}, otherLines: () => undefined },
  { name: 'reverse', until: '1.2.0', repeats: 'adds', takes: anyNumber(zone), options: {}, otherLines: () => undefined },
  { name: 'startup', until: '1.1.1', instead: 'on', repeats: 'adds', takes: atLeast(1, word('a command')) },
  { name: 'shutdown', until: '1.1.1', instead: 'on', repeats: 'adds', takes: atLeast(1, word('a command')) },
];

/** Plugins that change questions and answers. Source: their set-up in CoreDNS 1.15.0, and the tags for `since`. */
export function answering(): readonly Plugin[] {
  return plugins;
}

/** A number of seconds, or a span of time; empty is 0. */
function lease(): { readonly what: string; readonly takes: (text: string) => boolean } {
  return { what: 'a time such as 30s', takes: text => text.trim() === '' || durationOrSeconds({ from: 0, to: 4_294_967_295 }).takes(unsigned(64).takes(text.trim()) === true ? text.trim() : text.trim()) === true };
}

function choice(option: string, [first = '', ...rest]: readonly string[], known: ReadonlySet<string>): string | undefined {
  if (first === 'all' || first === 'none') return undefined;
  const wrong = [first, ...rest].find(text => !known.has(text));
  return wrong === undefined ? undefined : `tsig ${option} takes "all", "none" or names in capitals, and "${wrong}" is none`;
}

function keySource(plugin: string, sources: readonly string[]): (words: readonly string[]) => string | undefined {
  return ([source = '', ...names]) => (sources.includes(source) && names.length === 0 ? `${plugin} key ${source} names no key` : undefined);
}

function required(plugin: string, options: readonly { readonly name: string }[], names: readonly string[]): Complaint | undefined {
  const missing = names.find(name => !options.some(option => option.name === name));
  return missing === undefined ? undefined : { message: `${plugin} has no ${missing}`, help: `add ${missing}` };
}

function isMapped(text: string): boolean {
  return /^(?:::|(?:0{1,4}:){5})ffff:/i.test(text);
}

function isTranslationPrefix(text: string): boolean {
  return addressBlock.takes(text) === true && text.includes(':') && [32, 40, 48, 56, 64, 96].includes(Number(text.split('/')[1]));
}

