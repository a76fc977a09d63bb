import { releasedSince } from '../../model/version';
import { isAddress, splitPort, withoutZone } from '../addresses';
import { anyNumber, atLeast, bare, between, exactly, flag, following, nothing, type Complaint, type Option, type Options, type Plugin } from '../grammar';
import type { Token } from '../token';
import { address, decimal, domainName, duration, durationOrSeconds, file, integer, oneOf, path, responseCode, unsigned, word, zone } from '../values';
import { isDomainName, transportOf, zonesOfArgument } from '../zones';
import { selectorProblem } from './label-selector';
import { clientTls } from './tls';

const throughZones: Option = { takes: anyNumber(zone) };
const ignoredWords: Option = { takes: anyNumber(word()) };
const fromZone = { what: 'a zone', takes: (text: string): boolean => zonesOfArgument(text).length > 0 };
const policy: Option = { takes: following(oneOf('random', 'round_robin', 'sequential')) };
const refresh: Option = { takes: following(durationOrSeconds({ above: 0 })) };

const transportsOfForward = ['dns', 'tls', 'quic', 'https'];

/** Whether an upstream is one; a text: what it depends on. */
function upstreamProblem(token: Token, { version }: { readonly version: string }, allowed: readonly string[]): { readonly message: string; readonly unknown?: true } | undefined {
  const { text } = token;
  const { transport, rest } = transportOf(text);
  if (rest === '') return { message: `"${text}" names no server` };
  if (transport === 'https' && rest.includes('/') && allowed.includes('https')) return { message: `"${text}" has a path, and CoreDNS asks /dns-query` };
  if (allowed.includes('unix') && text.includes('%')) return /%(?![\da-fA-F]{2})/.test(text) ? { message: `"${text}" has a zone, which grpc cannot read` } : { message: `whether grpc can read "${text}" is not settled here`, unknown: true };
  const split = splitPort(rest);
  const host = split === undefined ? rest.replaceAll(/^[[\]]+|[[\]]+$/g, '') : split.host;
  if (transport === 'unix') return allowed.includes('unix') ? undefined : { message: `"${text}" is no server that can be asked` };
  if (isAddress(withoutZone(host))) {
    // Without a port CoreDNS knows none for https3, and asks nobody, without a word.
    if (transport === 'https3' && split === undefined) return undefined;
    return allowed.includes(transport) ? undefined : { message: `${transport}:// is no way to ask "${rest}"` };
  }
  if (rest === '/etc/resolv.conf') return undefined;
  const names = releasedSince(version, '1.14.4') && allowed.includes('https') && allowed.includes(transport);
  const name = names && isHostName(text);
  return { message: name ? `"${text}" has to be a file, or a name that can be resolved, when CoreDNS starts` : `"${text}" is no IP address, and has to be a file when CoreDNS starts`, unknown: true };
}

function isHostName(text: string): boolean {
  const { rest } = transportOf(text.includes('%') ? text.slice(0, text.lastIndexOf('%')) : text);
  const host = (splitPort(rest)?.host ?? rest).replaceAll(/^[[\]]+|[[\]]+$/g, '');
  return isDomainName(host);
}

/** Upstreams of `forward` and `grpc`. */
function upstreams(plugin: string, allowed: readonly string[]): NonNullable<Plugin['together']> {
  return ([, ...to], around) => {
    let unknown: Complaint | undefined;
    for (const token of to) {
      const problem = token.open === true ? undefined : upstreamProblem(token, around, allowed);
      if (problem === undefined) continue;
      const complaint: Complaint = { at: token, message: `${plugin}: ${problem.message}`, ...(problem.unknown === true ? { unknown: true } : {}) };
      if (complaint.unknown !== true) return complaint;
      unknown ??= complaint;
    }
    const extra = to[15];
    if (extra !== undefined && unknown === undefined) return { at: extra, message: `${plugin} takes 15 upstreams, and has ${to.length}`, help: 'leave some out' };
    return unknown;
  };
}

const forwardOptions: Options = {
  except: { takes: atLeast(1, zone) },
  max_fails: { takes: following(unsigned(32)) },
  max_connect_attempts: { since: '1.13.2', takes: following(unsigned(32)) },
  health_check: {
    takes: { least: 1, most: Number.POSITIVE_INFINITY, values: [duration({ from: 0 }), word()], taken: 'next' },
    together: ([, ...rest], { version }) => {
      for (let i = 0; i < rest.length; i++) {
        if (rest[i] === 'no_rec' && releasedSince(version, '1.6.8')) continue;
        if (rest[i] !== 'domain' || !releasedSince(version, '1.9.2')) return `forward health_check takes no_rec and domain NAME, and "${rest[i] ?? ''}" is neither`;
        const name = rest[++i];
        if (name === undefined || domainName.takes(name) !== true) return `forward health_check domain takes a name, and "${name ?? ''}" is none`;
      }
      return undefined;
    },
  },
  force_tcp: { takes: bare },
  prefer_udp: { since: '1.2.0', takes: bare },
  tls: { takes: clientTls },
  tls_servername: { takes: following(word('a name')) },
  expire: { takes: following(duration({ from: 0 })) },
  max_age: { since: '1.14.3', takes: following(duration({ from: 0 })) },
  max_idle_conns: { since: '1.14.1', takes: following(integer({ from: 0 })) },
  read_timeout: { since: '1.14.5', takes: following(duration({ above: 0 })) },
  doh_method: { since: '1.14.5', takes: following(oneOf('GET', 'POST')) },
  policy,
  max_concurrent: { since: '1.6.8', takes: following(integer({ from: 0 })) },
  next: { since: '1.11.4', takes: atLeast(1, responseCode) },
  next_on_nodata: { since: '1.14.4', takes: bare },
  failfast_all_unhealthy_upstreams: { since: '1.12.1', takes: nothing },
  failover: { since: '1.13.0', takes: atLeast(1, { what: 'a response code other than NOERROR', takes: text => text.toUpperCase() !== 'NOERROR' && responseCode.takes(text) }) },
  resolver: { since: '1.14.4', takes: atLeast(1, { what: 'an IP address, with or without a port', takes: text => isAddress(splitPort(text)?.host ?? text) }) },
  source_address: { since: '1.14.6', takes: following(address) },
};

const seconds = (text: string | undefined): number => (text === undefined ? 0 : Number(parseNanoseconds(text)));

function parseNanoseconds(text: string): number {
  const units: Readonly<Record<string, number>> = { ns: 1e-9, us: 1e-6, 'µs': 1e-6, 'μs': 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 };
  return [...text.matchAll(/([\d.]+)(ns|us|µs|μs|ms|s|m|h)/g)].reduce((sum, [, number, unit]) => sum + Number(number) * (units[unit ?? ''] ?? 0), 0);
}

const named = (parts: number, what: string): NonNullable<Plugin['together']> => words => {
  const texts = words.map(({ text }) => text);
  const wrong = words.find(({ text }, i) => text.split(':').length < parts || text.split(':', parts - 1).includes('') || text.split(':').slice(parts - 1).join(':') === '' || texts.indexOf(text) !== i);
  return wrong === undefined ? undefined : { at: wrong, message: `"${wrong.text}" is not ${what}, or is there twice` };
};

/** Whatever answers in place of the internet is asked over the network when CoreDNS starts. */
const cloud = (name: string): NonNullable<Plugin['use']> => () => ({ message: `${name} asks its cloud when CoreDNS starts`, unknown: true });

const plugins: readonly Plugin[] = [
  {
    name: 'forward', since: '1.0.5', repeats: 'adds', takes: atLeast(2, fromZone, word('an upstream')), together: upstreams('forward', transportsOfForward), options: forwardOptions,
    use: ({ words, options }) => {
      const last = (name: string): string | undefined => options.filter(option => option.name === name).at(-1)?.words[0]?.text;
      const [age, expire] = [seconds(last('max_age')), last('expire') === undefined ? 10 : seconds(last('expire'))];
      if (age > 0 && age < expire) return { message: `forward max_age is ${last('max_age') ?? ''}, and below expire, ${last('expire') ?? '10s'}`, help: 'lengthen max_age, or shorten expire' };
      const server = words.slice(1).find(({ text }) => /^(?:tls|quic):\/\/.*%./.test(text));
      return server !== undefined && (last('tls_servername') ?? '') !== '' ? { at: server, message: `forward has tls_servername, and "${server.text}" names another`, help: 'remove one of the two' } : undefined;
    },
  },
  {
    name: 'grpc', since: '1.5.0', repeats: 'error', takes: atLeast(2, fromZone, word('an upstream')),
    together: (words, around) => upstreams('grpc', ['dns', 'tls', 'quic', 'grpc', 'https', 'https3', 'unix'])(words, around),
    options: { except: { takes: atLeast(1, zone) }, tls: { takes: clientTls }, tls_servername: { takes: following(word('a name')) }, policy, fallthrough: { ...throughZones, since: '1.12.3' } },
  },
  {
    name: 'kubernetes', repeats: 'error', takes: anyNumber(zone),
    options: {
      endpoint_pod_names: { takes: nothing },
      pods: { takes: exactly(oneOf('disabled', 'insecure', 'verified')) },
      namespaces: { takes: atLeast(1, word('a namespace')) },
      endpoint: { takes: atLeast(1, { what: 'an address of the API server', takes: text => /^(?:https?:\/\/)?(?:[\w.-]+|\[[\da-fA-F:]+\])(?::\d+)?\/?$/.test(text) || 'whether the address of the API server can be read is not settled here' }, word()) },
      tls: { takes: exactly(file(), file(), file()) },
      labels: { takes: atLeast(1, word('a selector')), together: words => selectorProblem(words.join(' ')) },
      namespace_labels: { takes: atLeast(1, word('a selector')), together: words => selectorProblem(words.join(' ')) },
      fallthrough: throughZones,
      ttl: { takes: atLeast(1, integer({ from: 0, to: 3600 }), word()) },
      noendpoints: { takes: nothing },
      zonal: { since: '1.14.7', takes: nothing },
      ignore: { takes: { ...atLeast(0, oneOf('empty_service'), word()) } },
      kubeconfig: { takes: between(1, file(), word('a context')) },
      multicluster: { since: '1.12.2', takes: anyNumber(zone) },
      startup_timeout: { since: '1.12.3', takes: atLeast(1, duration(), word()) },
      apiserver_qps: { since: '1.14.0', takes: exactly(decimal({ from: 0 })) },
      apiserver_burst: { since: '1.14.0', takes: exactly(integer({ from: 0 })) },
      apiserver_max_inflight: { since: '1.14.0', takes: exactly(integer({ from: 0 })) },
      upstream: { ...ignoredWords, until: '1.7.0' },
      resyncperiod: { ...ignoredWords, until: '1.7.0' },
      transfer: { ...ignoredWords, until: '1.8.0' },
    },
    together: (words, { zones }) => {
      if (words.some(({ open }) => open === true)) return undefined;
      const own = words.length === 0 ? zones : words.flatMap(({ text }) => zonesOfArgument(text));
      return own.every(name => name.endsWith('.in-addr.arpa.') || name.endsWith('.ip6.arpa.')) ? { message: 'kubernetes has reverse zones alone', help: 'add the domain of the cluster' } : undefined;
    },
    use: ({ words, options }, { zones }) => {
      const has = (name: string): boolean => options.some(option => option.name === name);
      if (has('namespaces') && has('namespace_labels')) return { message: 'kubernetes takes namespaces or namespace_labels, and has both', help: 'remove one' };
      if (has('zonal') && has('noendpoints')) return { message: 'kubernetes zonal needs the endpoints that noendpoints leaves out', help: 'remove one' };
      const own = words.length === 0 ? zones : words.flatMap(({ text }) => zonesOfArgument(text));
      const foreign = options.filter(({ name }) => name === 'multicluster').at(-1)?.words.find(({ text }) => zonesOfArgument(text).some(name => !own.includes(name)));
      return foreign === undefined ? undefined : { at: foreign, message: `kubernetes answers for ${own.join(', ')}, and multicluster for "${foreign.text}"`, help: 'add the zone to those after kubernetes' };
    },
  },
  {
    name: 'k8s_external', since: '1.3.0', repeats: 'last', takes: anyNumber(zone),
    options: { ttl: { takes: atLeast(1, integer({ from: 0, to: 3600 }), word()) }, apex: { takes: atLeast(1, word('a label')) }, headless: { since: '1.9.4', takes: flag }, fallthrough: { ...throughZones, since: '1.11.0' } },
  },
  {
    name: 'route53', since: '1.0.5', repeats: 'adds', takes: anyNumber(word()), together: named(2, 'ZONE:ID'), use: cloud('route53'),
    options: { aws_access_key: { takes: atLeast(2, word()) }, aws_endpoint: { takes: following(word()) }, upstream: ignoredWords, credentials: { takes: { ...between(1, word('a profile'), path()), taken: 'next' } }, fallthrough: throughZones, refresh },
  },
  {
    name: 'azure', since: '1.6.2', repeats: 'adds', takes: anyNumber(word()), together: named(2, 'GROUP:ZONE'), use: cloud('azure'),
    options: { subscription: { takes: following(word()) }, tenant: { takes: following(word()) }, client: { takes: following(word()) }, secret: { takes: following(word()) }, environment: { takes: following(word('a cloud')) }, fallthrough: throughZones, access: { takes: following(oneOf('public', 'private')) }, refresh },
  },
  {
    name: 'clouddns', since: '1.6.3', repeats: 'adds', takes: anyNumber(word()), together: named(3, 'ZONE:PROJECT:NAME'), use: cloud('clouddns'),
    options: { upstream: ignoredWords, credentials: { takes: following(path()) }, endpoint: { since: '1.15.0', takes: following(word()) }, fallthrough: throughZones, refresh: { ...refresh, since: '1.15.0' } },
  },
];

/** Plugins that get answers from elsewhere. Source: their set-up in CoreDNS 1.15.0, and the tags for `since`. */
export function upstream(): readonly Plugin[] {
  return plugins;
}
