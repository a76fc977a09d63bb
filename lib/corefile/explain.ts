import type { CheckCorefileOptions } from './check';
import { parseCorefile } from './parser';
import { explainQuestions } from './questions';
import { readCorefile } from './reading';
import { serverOf, type Server } from './servers';
import { executionOrder, newestCoreDns } from './table';

/** Plugins that settle how questions come in, or what is told of them, but answer none. */
const quiet: ReadonlySet<string> = new Set(('root metadata geoip cancel proxyproto quic grpc_server https https3 timeouts multisocket reload nsid bufsize bind debug trace ready health pprof shed prometheus errors log ' +
  'dnstap tls loop on sign view').split(' '));

/** What plugins do with a question that reaches them. */
const meets: Readonly<Record<string, string>> = {
  cache: 'answers what it knows', forward: 'asks other servers', grpc: 'asks other servers', kubernetes: 'answers for Services and pods', hosts: 'answers from a list of hosts', file: 'answers from a zone file',
  auto: 'answers from zone files', secondary: 'answers for transferred zones', etcd: 'answers from etcd', template: 'answers by a template', rewrite: 'changes the question', acl: 'lets clients in or not',
  autopath: 'walks the search path for the client', any: 'answers ANY with little', whoami: 'answers everything', erratic: 'answers everything, badly', loadbalance: 'shuffles the answer', dns64: 'makes AAAA of A',
  k8s_external: 'answers for external addresses of Services', local: 'answers for localhost', chaos: 'answers CH', dnssec: 'signs the answer', minimal: 'shortens the answer', header: 'changes flags', transfer: 'transfers zones',
};

/**
 * Server blocks in the order of their lines, what each serves, its plugins in the order in which the release asks them, and where questions go.
 *
 * @returns text
 */
export function explainCorefile(text: string, options: CheckCorefileOptions = {}): string {
  const { version = newestCoreDns } = options;
  const order = executionOrder(version);
  const { blocks } = parseCorefile(text, options);
  const servers = blocks.map(block => serverOf(block, version)).filter((server): server is Server => 'block' in server);
  return `CoreDNS ${version}\n${servers.map(server => explainServer(server, order)).join('')}${explainQuestions(readCorefile(text, options))}`;
}

function explainServer({ block, zones, open }: Server, order: readonly string[]): string {
  const served = zones.map(({ transport, zone, port }) => `${transport}://${zone}:${port}`);
  const present = order.filter(name => block.plugins.has(name));
  const set = present.filter(name => quiet.has(name));
  const chain = present.filter(name => !quiet.has(name));
  return [
    '',
    `${served.join(', ')}${open ? ' and what a variable names' : ''}  (line ${block.keys[0]?.line ?? 1})`,
    ...(set.length === 0 ? [] : [`  set: ${set.join(', ')}`]),
    ...chain.map((name, i) => `  ${i + 1}. ${name}${describe(block.plugins.get(name)?.map(token => token.text) ?? [], name)}`),
    ...(chain.length === 0 ? ['  no plugin answers: every question is refused'] : []),
    '',
  ].join('\n');
}

function describe(words: readonly string[], name: string): string {
  const end = words.findIndex((word, i) => i > 0 && (word === '{' || word === name));
  const given = words.slice(1, end < 0 ? undefined : end).filter(word => word !== '}');
  return `${given.length === 0 ? '' : ` ${given.join(' ')}`}${meets[name] === undefined ? '' : `: ${meets[name]}`}`;
}
