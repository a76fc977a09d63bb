import { anyNumber, bare, between, exactly, flag, following, nothing, atLeast, type Plugin } from '../grammar';
import { addressBlock, addressOrInterface, boolean, decimal, duration, durationOrSeconds, file, integer, listenAddress, oneOf, oneOfAnyCase, path, regularExpression, unsigned, word, zone } from '../values';
import { readTls, tlsOptions } from './tls';

const plugins: readonly Plugin[] = [
  { name: 'root', repeats: 'last', takes: following(path('a folder')) },
  { name: 'metadata', since: '1.2.0', repeats: 'error', takes: anyNumber(zone), options: {} },
  {
    name: 'geoip', since: '1.8.5', repeats: 'error',
    takes: exactly(file('a database')),
    options: { 'edns-subnet': { since: '1.9.2', takes: flag } },
  },
  { name: 'cancel', since: '1.5.0', repeats: 'last', takes: between(0, duration({ above: 0 })) },
  {
    name: 'proxyproto', since: '1.14.2', repeats: 'last', takes: nothing,
    options: {
      allow: { takes: anyNumber(addressBlock) },
      default: { takes: exactly(oneOfAnyCase('use', 'ignore', 'reject', 'skip')) },
      udp_session_tracking: { since: '1.14.3', takes: between(1, duration(), integer({ from: 1 })) },
      tlv_metadata: { since: '1.15.0', takes: nothing },
    },
  },
  {
    name: 'quic', since: '1.12.2', repeats: 'ignored', takes: nothing,
    options: {
      max_streams: { once: true, takes: exactly(integer({ from: 1 })) },
      max_connections: { since: '1.15.0', once: true, takes: exactly(integer({ from: 0 })) },
      worker_pool_size: { once: true, takes: exactly(integer({ from: 1 })) },
    },
  },
  { name: 'grpc_server', since: '1.14.0', repeats: 'ignored', takes: nothing, options: { max_streams: { once: true, takes: exactly(integer({ from: 0 })) }, max_connections: { once: true, takes: exactly(integer({ from: 0 })) } } },
  {
    name: 'https', since: '1.14.0', repeats: 'ignored', takes: nothing,
    options: { max_connections: { once: true, takes: exactly(integer({ from: 0 })) }, max_streams: { since: '1.15.0', once: true, takes: exactly(integer({ from: 0, to: 4_294_967_295 })) } },
  },
  {
    name: 'https3', since: '1.14.0', repeats: 'ignored', takes: nothing,
    options: { max_streams: { once: true, takes: exactly(integer({ from: 0 })) }, max_connections: { since: '1.14.7', once: true, takes: exactly(integer({ from: 0 })) } },
  },
  {
    name: 'timeouts', since: '1.10.1', repeats: 'last', takes: nothing,
    options: {
      read: { takes: exactly(durationOrSeconds({ from: 1, to: 86_400 })) },
      write: { takes: exactly(durationOrSeconds({ from: 1, to: 86_400 })) },
      idle: { takes: exactly(durationOrSeconds({ from: 1, to: 86_400 })) },
      maxtcpqueries: { since: '1.14.7', takes: exactly({ what: '-1 or a whole number above 0', takes: text => integer({ from: -1 }).takes(text) === true && Number(text) !== 0 }) },
    },
    use: ({ options }) => (options.length > 0 ? undefined : { message: 'timeouts sets none', help: 'add read, write or idle, or remove it' }),
  },
  { name: 'multisocket', since: '1.12.0', repeats: 'error', takes: between(0, integer({ from: 1, to: 1024 })) },
  {
    name: 'reload', since: '1.1.0', repeats: 'ignored',
    takes: between(0, duration({ from: 2 }), duration()),
    together: ([, jitter], { version }) => (jitter === undefined || duration({ from: 1 }).takes(jitter.text) === true || (duration({ from: 0, to: 0 }).takes(jitter.text) === true && !before(version, '1.14.2')) ? undefined : { at: jitter, message: `reload takes a jitter of at least 1s, and "${jitter.text}" is less` }),
  },
  { name: 'nsid', repeats: 'error', takes: anyNumber(word()) },
  { name: 'bufsize', since: '1.6.6', repeats: 'ignored', takes: between(0, integer({ from: 512, to: 4096 })) },
  { name: 'bind', repeats: 'adds', takes: atLeast(1, addressOrInterface), options: { except: { since: '1.8.4', takes: atLeast(1, addressOrInterface) } } },
  { name: 'debug', repeats: 'none', takes: bare },
  {
    name: 'trace', repeats: 'last',
    takes: between(0, word('zipkin, datadog or an address'), word('an address')),
    together: ([kind, endpoint]) => (kind === undefined || endpoint === undefined || ['zipkin', 'datadog'].includes(kind.text.toLowerCase()) ? undefined : { message: `trace reports to zipkin or datadog, and "${kind.text}" is neither` }),
    options: {
      every: { takes: exactly(unsigned(64)) },
      service: { takes: exactly(word()) },
      client_server: { takes: between(0, boolean) },
      datadog_analytics_rate: { since: '1.8.0', takes: between(0, decimal({ from: 0, to: 1 })) },
      zipkin_max_backlog_size: { since: '1.9.4', takes: exactly(integer()) },
      zipkin_max_batch_size: { since: '1.9.4', takes: exactly(integer()) },
      zipkin_max_batch_interval: { since: '1.9.4', takes: exactly(duration()) },
    },
  },
  { name: 'ready', since: '1.5.0', repeats: 'error', takes: between(0, listenAddress), options: { monitor: { since: '1.12.2', takes: exactly(oneOf('until-ready', 'continuously')) } } },
  { name: 'health', repeats: 'last', takes: between(0, listenAddress), options: { lameduck: { takes: exactly(duration()) } } },
  { name: 'pprof', repeats: 'error', takes: between(0, listenAddress), options: { block: { since: '1.5.0', takes: between(0, integer()) } } },
  {
    name: 'shed', since: '1.14.7', repeats: 'error', takes: nothing,
    options: {},
    use: (_use, { transports }) => (transports.every(transport => transport === 'dns') ? undefined : { message: `shed serves plain DNS alone, and this block serves ${transports.filter(transport => transport !== 'dns').join(', ')}`, help: 'give the encrypted zones a server block of their own' }),
  },
  {
    name: 'prometheus', repeats: 'error', takes: between(0, listenAddress),
    options: { runtime_metrics: { since: '1.14.3', takes: nothing }, tls: { since: '1.14.3', once: true, takes: exactly(path()) } },
  },
  {
    name: 'errors', repeats: 'error', takes: between(0, oneOf('stdout')),
    options: {
      stacktrace: { since: '1.9.3', takes: flag },
      consolidate: {
        since: '1.2.6', takes: { ...between(2, duration(), regularExpression, oneOf('warning', 'error', 'info', 'debug', 'show_first'), oneOf('warning', 'error', 'info', 'debug', 'show_first')), since: { 2: '1.8.5', 3: '1.14.0' } },
        together: ([, pattern = '', third, fourth], { version }) => tooLong(pattern, version) ?? (third === 'show_first' && before(version, '1.14.0') ? `errors consolidate show_first came with CoreDNS 1.14.0, and this is ${version}` : fourth !== undefined && fourth !== 'show_first' ? `errors consolidate takes a level and then show_first, and "${third ?? ''} ${fourth}" is something else` : undefined),
      },
    },
  },
  { name: 'log', repeats: 'adds', takes: anyNumber(word('a name or a format')), options: { class: { takes: atLeast(1, oneOf('all', 'success', 'denial', 'error')) } } },
  {
    name: 'dnstap', repeats: 'adds', takes: atLeast(1, word('a socket')),
    together: (words, { version }) => {
      const [first] = words;
      const listens = first?.text === 'listen' && !before(version, '1.14.4');
      if (listens && words.length < 2) return { message: 'dnstap listen names no socket', help: 'add tcp://127.0.0.1:6000, or the path of a socket' };
      const socket = listens ? words[1] : first;
      if (socket !== undefined && /^(?:tls|tcp):\/\/.*%(?![\da-fA-F]{2})/.test(socket.text)) return { at: socket, message: `dnstap takes a socket, and "${socket.text}" has a "%" that escapes nothing` };
      const [, , buffer, queue] = listens ? words.slice(1) : words;
      if (buffer !== undefined && integer({ from: 1, to: 1024 }).takes(buffer.text) !== true) return { at: buffer, message: `dnstap takes a buffer of 1 to 1024 MiB, and "${buffer.text}" is none` };
      return queue !== undefined && integer({ from: 1, to: 4096 }).takes(queue.text) !== true ? { at: queue, message: `dnstap takes a queue of 1 to 4096, and "${queue.text}" is none` } : undefined;
    },
    options: {
      identity: { since: '1.9.4', takes: following(word()) },
      version: { since: '1.9.4', takes: following(word()) },
      extra: { since: '1.11.1', takes: following(word()) },
      skipverify: { since: '1.11.0', takes: flag },
      tls: { since: '1.14.4', takes: atLeast(2, path()) },
    },
    use: ({ words, options }) => (options.some(({ name }) => name === 'tls') && words[0]?.text !== 'listen' ? { message: 'dnstap tls is for "dnstap listen" alone', help: 'use a tls:// socket' } : undefined),
  },
  { name: 'local', since: '1.8.1', repeats: 'last', takes: nothing, options: { localhost_prefix: { since: '1.14.5', takes: exactly(oneOf('on', 'off')) } } },
  { name: 'tls', repeats: 'last', takes: anyNumber(word()), read: readTls, readable: tlsOptions },
  { name: 'view', since: '1.10.0', repeats: 'error', takes: exactly(word('a name')), options: { expr: { takes: atLeast(1, { what: 'an expression', takes: () => 'whether the expression compiles is not settled here' }) } } },
];

/** Plugins about how the server listens, and what it tells of itself. Source: their set-up in CoreDNS 1.15.0, and the tags for `since`. */
export function serving(): readonly Plugin[] {
  return plugins;
}

function before(version: string, release: string): boolean {
  const [a, b] = [version, release].map(text => text.split('.').map(Number));
  const difference = [0, 1, 2].map(i => (a?.[i] ?? 0) - (b?.[i] ?? 0)).find(part => part !== 0) ?? 0;
  return difference < 0;
}

/** Regular expressions are limited from 1.14.0 on. */
export function tooLong(pattern: string, version: string): string | undefined {
  return !before(version, '1.14.0') && new TextEncoder().encode(pattern).length > 10_000 ? 'a regular expression may have 10000 bytes, and this one has more' : undefined;
}
