import { lintCorefile, fixCorefile } from '../../../lib/check/lint-corefile';
import { checkCorefile } from '../../../lib/corefile/check';
import { lex } from '../../../lib/corefile/lexer';
import { plainKubernetes } from '../../../lib/platform/presets';
import { coreDns, corefileMap, kubeDns, rootBlock, saidOf } from '../../support/corefile';
import { deployment } from '../../support/closed';
import { manifest } from '../../support/world';
import { stock } from '../../corefile/stock';

const to = 'forward . 192.0.2.53 192.0.2.54';
const kubernetes = (...options: readonly string[]): readonly string[] => ['kubernetes cluster.local in-addr.arpa ip6.arpa {', ...options, '}'];
type Case = readonly [name: string, title: string, text: string, expected: readonly string[]];

const cases: readonly Case[] = [
  ['loop-missing', 'a file of the node', rootBlock('forward . /etc/resolv.conf'), ['warning 2: what /etc/resolv.conf stands for may be the server itself, and without loop questions then go round until memory ends']],
  ['loop-missing', 'addresses', rootBlock(to), []],
  ['loop-missing', 'loop is there', rootBlock('loop', 'forward . /etc/resolv.conf'), []],
  ['loop-missing', 'an import may hold it', rootBlock('import more', 'forward . /etc/resolv.conf'), []],
  ['loop-limits', 'a file of the node', rootBlock('loop', 'forward . /etc/resolv.conf'), ['info 2: loop looks for a way back once, when CoreDNS starts: servers that /etc/resolv.conf lists later, or that come back another way, are not found']],
  ['loop-limits', 'addresses', rootBlock('loop', to), []],
  ['forward-loopback', 'systemd-resolved', rootBlock('forward . 127.0.0.53'), ['warning 2: upstream 127.0.0.53 is systemd-resolved of the node, and in a pod it is the pod itself']],
  ['forward-loopback', 'IPv6 with a port', rootBlock('forward . [::1]:5353'), ['warning 2: upstream [::1]:5353 is the pod itself']],
  ['forward-order', 'a child after its parent', rootBlock(to, 'forward corp.example 192.0.2.1'), ['warning 3: forward corp.example is never asked: forward . in line 2 takes its names first']],
  ['forward-order', 'a child before its parent', rootBlock('forward corp.example 192.0.2.1', to), []],
  ['forward-order', 'a child that its parent leaves out', rootBlock('forward . 192.0.2.53 {', 'except corp.example', '}', 'forward corp.example 192.0.2.1'), []],
  ['forward-order', 'the same zone twice', rootBlock(to, to), ['warning 3: forward . is never asked: forward . in line 2 takes its names first']],
  ['forward-without-server-name', 'TLS by address', rootBlock('forward . tls://192.0.2.53'), ['warning 2: upstream tls://192.0.2.53 is asked over TLS without a name, so the certificate has to be for its address, which few are']],
  ['forward-without-server-name', 'a name in the upstream', rootBlock('forward . tls://192.0.2.53%dns.example'), []],
  ['forward-upstreams', 'one address', rootBlock('forward . 192.0.2.53'), ['info 2: 192.0.2.53 is the only upstream of .: while it fails, so do its names']],
  ['forward-upstreams', 'two', rootBlock(to), []],
  ['forward-upstreams', 'a variable', rootBlock('forward . {$DNS}'), []],
  ['forward-max-concurrent', 'none', rootBlock(to), ['info 2: forward has no max_concurrent: while upstreams are slow, questions that wait take memory without end']],
  ['forward-max-concurrent', 'too few', rootBlock(`${to} {`, 'max_concurrent 100', '}'), ['warning 3: max_concurrent is 100: beyond it clients get REFUSED, and at 2 kB each fewer than 1000 save next to nothing']],
  ['forward-max-concurrent', '1000', rootBlock(`${to} {`, 'max_concurrent 1000', '}'), []],
  ['forward-max-concurrent', '0, which is no bound', rootBlock(`${to} {`, 'max_concurrent 0', '}'), []],
  ['forward-timeouts', 'health checks', rootBlock(`${to} {`, 'max_fails 0', 'health_check 100ms', '}'), ['info 3: max_fails 0 switches health checks off: questions go on to upstreams that are gone', 'info 4: health_check 100ms asks each of 2 upstreams more than twice a second, from every replica, while they fail']],
  ['forward-timeouts', 'the usual', rootBlock(`${to} {`, 'health_check 0.5s', '}'), []],
  ['cache-ttl', 'nearly none', rootBlock('cache 3'), ['warning 2: cache 3 keeps answers for 3 s at most: nearly every question goes upstream']],
  ['cache-ttl', 'below that of the cluster', rootBlock(...kubernetes('ttl 30'), 'cache 10'), ['warning 5: cache 10 keeps names of the cluster for less than the 30 s that clients keep them, so few of them are asked again in time']],
  ['cache-ttl', 'a cluster that keeps its names for minutes', rootBlock(...kubernetes('ttl 300'), 'cache 300'), ['warning 2: names of the cluster, and that there are none, are kept for 300 s, here and by clients: a Service that was just made does not exist for as long']],
  ['cache-ttl', 'as installers write it', rootBlock(...kubernetes('ttl 30'), 'cache 30'), []],
  ['cache-cluster-zone', 'kept', rootBlock(...kubernetes(), 'cache 30'), ['info 4: cache keeps names of cluster.local, which kubernetes has in memory: they only get old']],
  ['cache-cluster-zone', 'half left out', rootBlock(...kubernetes(), 'cache 30 {', 'disable success cluster.local', '}'), ['info 4: cache keeps names of cluster.local, which kubernetes has in memory: they only get old']],
  ['cache-cluster-zone', 'left out with all', rootBlock(...kubernetes(), 'cache 30 {', 'disable success', 'disable denial .', '}'), []],
  ['cache-cluster-zone', 'a cache for other zones', rootBlock(...kubernetes(), 'cache 30 example.org'), []],
  ['cache-capacity', 'below the least', rootBlock('cache 30 {', 'success 100', '}'), ['warning 3: cache success 100 keeps 1024 answers: it has 1024 at least']],
  ['cache-capacity', 'no multiple', rootBlock('cache 30 {', 'denial 5000 30', '}'), ['warning 3: cache denial 5000 keeps 4864 answers: its places come in multiples of 256']],
  ['cache-capacity', 'multiples', rootBlock('cache 30 {', 'success 9984 300', 'denial 4096 30', '}'), []],
  ['zone-ignored', 'a zone that is none', rootBlock('cache 30 a..b', ...kubernetes('fallthrough x..y')), ['warning 2: "a..b" is no zone, and cache goes on without it', 'warning 4: "x..y" is no zone, and kubernetes goes on without it']],
  ['zone-ignored', 'zones and blocks', rootBlock('cache example.org 10.0.0.0/8', 'template IN A example.org {', 'rcode NXDOMAIN', '}'), []],
  ['pods-insecure', 'insecure', rootBlock(...kubernetes('pods insecure')), ['info 3: pods insecure answers 10-0-0-1.shop.pod for any address, also of no pod of that namespace, under names that a wildcard certificate may cover']],
  ['pods-insecure', 'disabled', rootBlock(...kubernetes('pods disabled')), []],
  ['pods-verified-cost', 'without autopath', rootBlock(...kubernetes('pods verified')), ['info 3: pods verified watches every pod of the cluster, in every replica, and nothing here needs it but names of pods: about four times the memory']],
  ['autopath-inert', 'no kubernetes', rootBlock('autopath @kubernetes'), ['error 2: autopath asks @kubernetes, and the server block has no kubernetes']],
  ['autopath-inert', 'no pods', rootBlock(...kubernetes(), 'autopath @kubernetes'), ['error 4: autopath finds who asks among the pods that kubernetes watches, and "pods disabled" watches none']],
  ['autopath-inert', 'verified', rootBlock(...kubernetes('pods verified'), 'autopath @kubernetes'), []],
  ['autopath-inert', 'a file', rootBlock('autopath /etc/resolv.conf'), []],
  ['fallthrough-everything', 'everything', rootBlock(...kubernetes('fallthrough'), to), ['warning 3: fallthrough without zones sends every name under cluster.local that does not exist to upstreams: misspelt Services, and the search path of every pod']],
  ['fallthrough-everything', 'reverse zones', rootBlock(...kubernetes('fallthrough in-addr.arpa ip6.arpa'), to), []],
  ['fallthrough-everything', 'nobody to ask', rootBlock(...kubernetes('fallthrough')), []],
  ['reverse-zones-missing', 'none', rootBlock('kubernetes cluster.local', to), ['info 2: kubernetes does not answer for in-addr.arpa and ip6.arpa: whoever looks up the address of a pod or Service asks upstreams']],
  ['reverse-zones-missing', 'zones of the block, which are all', rootBlock('kubernetes', to), []],
  ['reverse-zones-missing', 'a block of its own', 'cluster.local {\nkubernetes cluster.local\n}\n', []],
  ['hosts-line', 'a misspelt option', rootBlock('hosts {', '10.0.0.1 a.example', 'falthrough', '}'), ['warning 4: "falthrough" is no option of hosts and no address, so the line is left out']],
  ['hosts-line', 'an address without names', rootBlock('hosts {', '10.0.0.1', '}'), ['warning 3: 10.0.0.1 has no names, so the line is left out']],
  ['hosts-line', 'lines as they should be', rootBlock('hosts {', '10.0.0.1 a.example b.example', '::1 c.example', 'ttl 60', 'fallthrough', '}'), []],
  ['ignored-words', 'a block of bufsize', rootBlock('bufsize 1232 {', 'x', '}'), ['warning 2: bufsize reads no block, so what is in it does nothing']],
  ['ignored-words', 'dns64 with both', rootBlock('dns64 64:ff9b::/96 {', 'translate_all', '}'), ['warning 2: dns64 with a prefix behind it reads no block, so what is in it does nothing']],
  ['ignored-words', 'words after flags', rootBlock('hosts {', 'no_reverse always', 'ttl 60 70', '}'), ['warning 3: hosts no_reverse reads no words, so "always" does nothing', 'warning 4: hosts ttl reads one word, so "70" does nothing']],
  ['ignored-words', 'dnstap and a misspelt full', rootBlock('dnstap /tmp/dnstap.sock ful'), ['warning 2: dnstap tells whole messages after "full" alone, and "ful" is taken for nothing']],
  ['ignored-words', 'all that is read', rootBlock('dnstap /tmp/dnstap.sock full', 'dns64 {', 'prefix 64:ff9b::/96', '}', 'bufsize 1232', ...kubernetes('ttl 30')), []],
  ['log-everything', 'all', rootBlock('log', ...kubernetes()), ['warning 2: log writes a line for every question of the cluster, several for each lookup of a pod']],
  ['log-everything', 'classes', rootBlock('log {', 'class denial error', '}', ...kubernetes()), []],
  ['log-everything', 'one zone', rootBlock('log corp.example', ...kubernetes()), []],
  ['log-everything', 'no cluster', rootBlock('log', to), []],
  ['errors-consolidate', 'each by itself', rootBlock('errors', to), ['info 2: while upstreams do not answer, errors writes a line for every question']],
  ['errors-consolidate', 'nobody is asked', rootBlock('errors', ...kubernetes()), []],
  ['bufsize-fragments', 'none', rootBlock(to), ['info 2: upstreams may answer with what the client says it takes, 4096 bytes and more, in fragments that get lost']],
  ['bufsize-fragments', 'too large', rootBlock('bufsize 4096', to), ['info 2: bufsize 4096: answers over 1232 bytes are cut into fragments, which get lost']],
  ['bufsize-fragments', 'small', rootBlock('bufsize 512', to), []],
  ['secret-in-corefile', 'a key', rootBlock('tsig {', 'secret key.example. aGVsbG8=', '}'), ['warning 3: tsig secret stands in a ConfigMap, for everybody who may read it']],
  ['secret-in-corefile', 'a variable', rootBlock('nomad {', 'token {$NOMAD_TOKEN}', '}'), []],
  ['acl-allows-everybody', 'allow alone', rootBlock('acl {', 'allow net 10.0.0.0/8', '}'), ['info 2: acl has rules that allow alone, and whom no rule names is let in all the same']],
  ['acl-allows-everybody', 'with block', rootBlock('acl {', 'allow net 10.0.0.0/8', 'block', '}'), []],
  ['test-plugin', 'erratic', 'a.org {\nerratic\n}\n', ['warning 2: erratic drops and delays answers, to try clients out']],
  ['test-plugin', 'whoami beside upstreams', rootBlock('whoami', to), ['warning 2: whoami answers every name that nothing before it does, with the address of whoever asks']],
  ['test-plugin', 'whoami alone', 'a.org {\nwhoami\n}\n', []],
  ['test-plugin', 'pprof for everybody', rootBlock('pprof :6053'), ['warning 2: pprof on :6053 lets everybody who reaches the pod read its memory, and slow it down']],
  ['test-plugin', 'pprof for the pod', rootBlock('pprof'), []],
  ['deprecated-option', 'what does nothing', rootBlock('file /z {', 'upstream', '}'), ['warning 3: file upstream does nothing from CoreDNS 1.5.2 on']],
  ['deprecated-option', 'API servers that are read past', rootBlock('kubernetes cluster.local {', 'endpoint https://10.0.0.1 https://10.0.0.2', '}'), ['warning 3: kubernetes endpoint asks the first address, and reads past the others']],
];

test.each(cases)('%s: %s', (name, _title, text, expected) => expect(saidOf(name, text)).toEqual(expected));

describe('what is around it', () => {
  const limited = coreDns({ container: { resources: { limits: { memory: '170Mi' } } } });

  test('the memory of the container', () => {
    expect(saidOf('forward-max-concurrent', rootBlock(`${to} {`, 'max_concurrent 50000', '}'), [limited])).toEqual(['warning 3: max_concurrent is 50000, about 100 MB of the 178 MB that the container may have']);
    expect(saidOf('cache-capacity', rootBlock('cache 30 {', 'success 51200', '}'), [limited])).toEqual(['warning 2: cache for 61184 answers takes about 184 MB of the 178 MB that the container may have']);
    expect(saidOf('cache-capacity', rootBlock('cache 30'), [limited])).toEqual([]);
  });

  test('the address of its Service, or the one that is declared', () => {
    expect(saidOf('forward-to-self', rootBlock('forward . 10.96.0.10'), [coreDns(), kubeDns()])).toEqual(['error 2: upstream 10.96.0.10 is the server itself, the address of Service kube-system/kube-dns: questions go round in a loop']);
    expect(saidOf('forward-to-self', rootBlock('forward . 10.96.0.11'), [coreDns(), kubeDns()])).toEqual([]);
    const platform = plainKubernetes({ cluster: 'test', dns: { clusterIP: '10.96.0.10' } });
    expect(saidOf('forward-to-self', rootBlock('forward . 10.96.0.10'), [], { platform, known: new Set(['dns']) })).toEqual(['error 2: upstream 10.96.0.10 is the server itself, the address of cluster DNS: questions go round in a loop']);
  });

  test('on the host network a loopback address is the node', () => expect(saidOf('forward-loopback', rootBlock('forward . 127.0.0.1'), [coreDns({ pod: { hostNetwork: true } })])).toEqual([]));

  test('NodeLocal DNSCache, behind which nobody is known by address', () => {
    expect(saidOf('autopath-inert', rootBlock(...kubernetes('pods verified'), 'autopath @kubernetes'), [corefileMap('. {\nbind 169.254.20.10\n}\n', 'node-local-dns')])).toEqual(['error 5: autopath takes the search path of the pod that asks, and behind NodeLocal DNSCache every question comes from a node']);
  });

  test('the domain of the cluster, where somebody said it', () => {
    const known = { platform: plainKubernetes({ cluster: 'test', clusterDomain: 'eu.internal' }), known: new Set(['clusterDomain'] as const) };
    expect(saidOf('cluster-domain', rootBlock(...kubernetes()), [], known)).toEqual(['error 2: kubernetes answers for cluster.local, and the domain of the cluster is eu.internal: no Service has a name that resolves']);
    expect(saidOf('cluster-domain', rootBlock(...kubernetes()), [], { ...known, known: new Set() })).toEqual([]);
    for (const domain of ['eu.internal', 'internal', '']) expect(saidOf('cluster-domain', rootBlock(`kubernetes ${domain}`), [], known)).toEqual([]);
  });

  test('clients that shorten their search, and clients that do not', () => {
    const web = (spec: object = {}): ReturnType<typeof deployment> => deployment('web', {}, { spec });
    const text = rootBlock(...kubernetes(), to);
    expect(saidOf('search-path-cost', text, [web()])).toHaveLength(1);
    expect(saidOf('search-path-cost', text, [web({ dnsConfig: { options: [{ name: 'ndots', value: '2' }] } })])).toEqual([]);
    expect(saidOf('search-path-cost', text)).toEqual([]);
  });

  test('rules that look at what is hidden', () => {
    const text = rootBlock('cache 30 {', 'serve_stale 1h verify', '}');
    const monitor = manifest('monitoring.coreos.com/v1', 'PodMonitor', 'x', { namespace: 'a', spec: { selector: {}, podMetricsEndpoints: [] } });
    const rule = manifest('monitoring.coreos.com/v1', 'PrometheusRule', 'x', { namespace: 'a', spec: { groups: [{ name: 'g', rules: [{ alert: 'A', expr: 'rate(coredns_cache_served_stale_total[5m]) > 0' }] }] } });
    expect(saidOf('failures-unwatched', text, [monitor])).toEqual(['info 3: serve_stale: old answers stand in while upstreams fail, and no rule of the input looks at coredns_cache_served_stale_total']);
    expect(saidOf('failures-unwatched', text, [monitor, rule])).toEqual([]);
    expect(saidOf('failures-unwatched', text)).toEqual([]);
  });

  test('whose ConfigMap it is', () => {
    expect(saidOf('configmap-owned', rootBlock(to))).toEqual(['warning: ConfigMap kube-system/coredns belongs to whoever installed the cluster: what is in it now is replaced, and an upgrade of the cluster may replace this']);
    expect(saidOf('configmap-owned', rootBlock(to), [], { platform: plainKubernetes({ cluster: 'test', dns: { carrier: 'eks' } }), known: new Set(['dns']) })).toEqual(['warning: ConfigMap kube-system/coredns belongs to whoever installed the cluster: the add-on of EKS writes its own over it']);
    expect(saidOf('configmap-owned', rootBlock(to), [coreDns()])).toEqual([]);
  });
});

describe('what installers write', () => {
  test.each(Object.entries(stock).filter(([name]) => name.startsWith('kubeadm') || name === 'EKS' || name === 'kops'))('%s is found to be that, and has no error', (_name, { text, version }) => {
    const found = lintCorefile(text, { version });
    expect(found.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(found.map(({ rule }) => rule)).toContain('dns/stock-corefile');
  });

  test('one change is tuning', () => expect(saidOf('stock-corefile', (stock['kubeadm 1.36']?.text ?? '').replace('cache 30', 'cache 60'))).toEqual([]));
});

describe('corrections', () => {
  const texts = cases.map(([, , text]) => text).filter((text, i, all) => all.indexOf(text) === i);

  test('leave nothing of their kind, are valid, and keep every comment', () => {
    for (const plain of texts) {
      const text = `# before\n${plain}# behind\n`;
      const { corefile, fixed } = fixCorefile(text, {}, ['error', 'warning', 'info']);
      expect(checkCorefile(corefile).filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(lex(corefile).comments.map(comment => comment.text)).toEqual(['# before', '# behind']);
      const left = lintCorefile(corefile).filter(({ edits = [] }) => edits.length > 0).map(({ rule, message }) => `${rule} ${message}`);
      expect(left.filter(finding => fixed.some(({ rule, message }) => finding === `${rule} ${message}`))).toEqual([]);
    }
  });

  test('change nothing where there is nothing mechanical', () => expect(fixCorefile(rootBlock('erratic'), {}, []).corefile).toBe(rootBlock('erratic')));
});
