import { type CorefileReading, type PluginUse } from '../../corefile/reading';

/** What a balanced Corefile has that the stock one has not, and why. */
export interface StockChange {
  /** As it would stand in the Corefile. */
  readonly line: string;
  /** A half sentence. */
  readonly why: string;
}

/** Lines of the stock Corefile, without the domain and what differs between installers. Source: `manifests.go` of kubeadm, and the add-ons of EKS, AKS, k3s and kOps. */
const stock: Readonly<Record<string, readonly string[]>> = {
  errors: ['errors'],
  health: ['health', 'health lameduck 5s'],
  ready: ['ready'],
  kubernetes: ['kubernetes fallthrough in-addr.arpa ip6.arpa|pods insecure', 'kubernetes fallthrough in-addr.arpa ip6.arpa|pods insecure|ttl 30'],
  prometheus: ['prometheus :9153'],
  forward: ['forward . /etc/resolv.conf', 'forward . /etc/resolv.conf max_concurrent 1000'],
  cache: ['cache 30', 'cache 30 disable denial|disable success'],
  loop: ['loop'],
  reload: ['reload'],
  loadbalance: ['loadbalance'],
};

/** What would change in a Corefile that is an installer's own, word for word but for order and domain; `undefined`: it is none. */
export function stockChanges({ servers }: CorefileReading): readonly StockChange[] | undefined {
  const [server, second] = servers;
  if (server === undefined || second !== undefined || server.open || server.block.incomplete.has('*') || server.uses.length !== Object.keys(stock).length) return undefined;
  const lines = new Map(server.uses.map(use => [use.name.text, lineOf(use)]));
  if (!Object.entries(stock).every(([plugin, known]) => known.includes(lines.get(plugin) ?? ''))) return undefined;
  return [
    ...(lines.get('cache') === 'cache 30' ? [{ line: 'disable success and disable denial for the domain of the cluster', why: 'its names come from memory, and only get old in a cache' }] : []),
    { line: 'cache 300', why: 'a time only caps, so names outside are kept as long as they may be, and no longer' },
    { line: 'serve_stale 1h verify', why: 'an old answer stands in while upstreams fail' },
    { line: 'pods disabled', why: 'insecure answers for pods that do not exist' },
    { line: 'consolidate 30s for timeouts', why: 'an outage of upstreams does not fill the log' },
    { line: 'lameduck 10s', why: 'endpoints take 1 to 10 s to go' },
    { line: 'bufsize 1232', why: 'larger answers are cut into fragments, which get lost' },
    ...(lines.get('forward')?.includes('max_concurrent') === true ? [] : [{ line: 'max_concurrent 1000', why: 'questions that wait take memory without end' }]),
  ];
}

/** A use in one line: options sorted, the domain left out. */
function lineOf({ name, words, options }: PluginUse): string {
  const zones = name.text === 'kubernetes' || name.text === 'cache' ? words.filter(({ text }) => /^\d+$/.test(text)) : words;
  const inner = options.map(option => [option.name, ...(option.name.text === 'disable' ? option.words.slice(0, 1) : option.words)].map(({ text }) => text).join(' ')).sort().join('|');
  return [name.text, ...zones.map(({ text }) => text), ...(inner === '' ? [] : [inner])].join(' ');
}
