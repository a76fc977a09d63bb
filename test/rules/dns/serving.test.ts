import { coreDns, corefileMap, dnsRule, kubeDns, rootBlock, saidOf } from '../../support/corefile';
import { ruled } from '../../support/rules';
import { manifest } from '../../support/world';

const to = 'forward . 192.0.2.53 192.0.2.54';

describe('what CoreDNS refuses', () => {
  test('is told at its line, for the release of the image', () => {
    expect(saidOf('corefile-refused', rootBlock('errors', 'multisocket'), [coreDns({ image: 'registry.k8s.io/coredns/coredns:v1.11.3' })])).toEqual(['error 3: CoreDNS 1.11.3 refuses the Corefile of ConfigMap kube-system/coredns: multisocket came with CoreDNS 1.12.0, and this is 1.11.3']);
    expect(saidOf('corefile-refused', rootBlock('errors', 'multisocket'), [coreDns()])).toEqual([]);
    expect(saidOf('corefile-refused', rootBlock('multisocket'), [coreDns({ image: 'example.com/eks/coredns:v1.11.1-eksbuild.4' })])).toHaveLength(1);
  });

  test('is a warning where only some releases refuse it, and nobody said which runs', () => {
    const { findings } = ruled(dnsRule('corefile-refused'), [corefileMap(rootBlock('cache 30', 'cache 60')), corefileMap(rootBlock('grpc_server {', 'max_streams 1', 'max_streams 2', '}'), 'other')]);
    expect(findings.map(({ severity, assumption }) => [severity, assumption])).toEqual([['error', undefined], ['warning', 'CoreDNS is 1.14.2']]);
  });

  test('in additions to the root block of a platform, at their own line', () => {
    const { findings } = ruled(dnsRule('corefile-refused'), [manifest('v1', 'ConfigMap', 'coredns-custom', { namespace: 'kube-system', data: { 'own.override': 'log\nbufsize 100\n', 'own.server': 'corp.example {\n  erors\n}\n' } })]);
    expect(findings.map(({ path, within, message }) => [path, within?.line, message.slice(message.indexOf(': ') + 2)])).toEqual([
      [['data', 'own.override'], 2, 'bufsize takes a whole number from 512 to 4096, and "100" is none'],
      [['data', 'own.server'], 2, 'there is no plugin "erors"'],
    ]);
  });

  test('and of what it refuses no other rule speaks', () => expect(saidOf('prometheus-localhost', rootBlock('prometheus', 'cache 0'))).toEqual([]));
  test('the image of NodeLocal DNSCache has no ready', () => expect(ruled(dnsRule('corefile-refused'), [corefileMap(rootBlock('ready'), 'node-local-dns')]).findings).toHaveLength(1));
});

describe('keys of server blocks', () => {
  test.each([
    [`${rootBlock(to)}}\n`, ['error 4: "}" closes nothing, so CoreDNS takes it for a zone of that name, and serves it']],
    [`ftp://. {\n${to}\n}\n`, ['warning 1: "ftp://." begins with no scheme that CoreDNS knows, so it serves a zone of that name']],
    [`a.org,b.org {\n${to}\n}\n`, ['warning 1: "a.org,b.org" is one zone of that name: a comma parts zones only at the end of a word']],
    ['(a) (b) {\nerrors\n}\n', ['warning 1: "(a)" is served as a zone: a snippet is one name in parentheses, alone', 'warning 1: "(b)" is served as a zone: a snippet is one name in parentheses, alone']],
    ['(a) {\nerrors\n}\na.org, b.org https://c.org 10.0.0.0/8 {\nimport a\n}\n', []],
  ])('%j', (text, expected) => expect(saidOf('zone-by-accident', text)).toEqual(expected));

  test.each([
    ['tls://. {\nerrors\n}\n', ['error 1: "tls://." has no certificate, so questions and answers on port 853 are plaintext']],
    ['https://a.org:8443 {\nerrors\n}\n', ['error 1: "https://a.org:8443" has no certificate, so questions and answers on port 8443 are plaintext']],
    ['quic://. {\nerrors\n}\n', ['error 1: "quic://." has no certificate, so nobody can ask on port 853']],
    ['tls://. {\ntls a b\n}\n', []],
    ['. {\nerrors\n}\n', []],
    ['tls://. {\nimport tls\n}\n', []],
  ])('%j', (text, expected) => expect(saidOf('encrypted-without-tls', text)).toEqual(expected));

  const viewed = '. {\nview v {\nexpr true\n}\nwhoami\n}\n';
  test.each([
    [`${rootBlock(to)}${viewed}`, ['warning 4: ". has']],
    [`${viewed}${rootBlock(to)}`, []],
    [`a.org {\n${to}\n}\n${viewed}`, []],
  ])('views: %#', (text, expected) => expect(saidOf('view-order', text)).toHaveLength(expected.length));
});

describe('what is used twice', () => {
  test.each<[string, readonly string[]]>([
    [rootBlock('reload 30s', 'reload 10s'), ['warning 3: reload stands twice in a server block, and CoreDNS reads the first alone']],
    [rootBlock('health', 'health :8081'), ['warning 3: health stands twice in a server block, and the last replaces the first']],
    [rootBlock('log', 'log a.org', 'rewrite name a b', 'rewrite name c d', to, 'forward a.org 192.0.2.1'), []],
  ])('%#', (text, expected) => expect(saidOf('plugin-repeated', text)).toEqual(expected));

  test('health in two blocks on one port, and on two', () => {
    expect(saidOf('health-twice', `${rootBlock('health', to)}a.org {\nhealth\n}\n`)).toEqual(['info 6: health on :8080 stands in two server blocks, also in line 2, and tells of the whole process in either']);
    expect(saidOf('health-twice', `${rootBlock('health', to)}a.org {\nhealth :8081\n}\n`)).toEqual([]);
  });
});

describe('ports', () => {
  test.each<[string, readonly string[]]>([
    [rootBlock('health :8181', 'ready'), ['error 2: health listens on port 8181, and so does ready in line 3: one port answers for one of them']],
    [rootBlock('prometheus :53'), ['error 2: prometheus listens on port 53, and so does dns:// of ".:53" in line 1: one port answers for one of them']],
    [rootBlock('health', 'ready', 'prometheus :9153', 'pprof'), []],
    [`${rootBlock('prometheus :9153')}a.org {\nprometheus :9153\n}\n`, []],
    [rootBlock('health 127.0.0.1:8080', 'ready 10.0.0.1:8080'), []],
  ])('%#', (text, expected) => expect(saidOf('port-clash', text)).toEqual(expected));

  test('on the host network those of the node count', () => {
    expect(saidOf('port-clash', rootBlock('health :10250'), [coreDns({ pod: { hostNetwork: true } })])).toEqual(['error 2: health listens on port 10250 of the node, which is the port of the kubelet: Deployment kube-system/coredns is on the host network']);
    expect(saidOf('port-clash', rootBlock('health :10250'), [coreDns()])).toEqual([]);
  });

  test('metrics that only the pod can read', () => {
    expect(saidOf('prometheus-localhost', rootBlock('prometheus 127.0.0.1:9153'))).toEqual(['warning 2: prometheus listens on 127.0.0.1:9153, where nothing outside the pod reads its metrics']);
    expect(saidOf('prometheus-localhost', rootBlock('prometheus 0.0.0.0:9153'))).toEqual([]);
  });
});

describe('probes of the pods', () => {
  const probe = (path: string, port: number | string, kind = 'readinessProbe'): ReturnType<typeof coreDns> => coreDns({ container: { ports: [{ name: 'ready', containerPort: 8181 }], [kind]: { httpGet: { path, port } } } });
  test.each([
    [rootBlock('health'), probe('/ready', 8181), ['error: readinessProbe of Deployment kube-system/coredns asks /ready on port 8181, and no server block has ready: its pods are never ready']],
    [rootBlock('health :8081'), probe('/health', 8080, 'livenessProbe'), ['error 2: livenessProbe of Deployment kube-system/coredns asks /health on port 8080, and health listens on port 8081: its pods are restarted for ever']],
    [rootBlock('ready'), probe('/ready', 'ready'), []],
    [rootBlock('ready'), probe('/ready', 'named-nowhere'), []],
    [rootBlock('errors'), probe('/metrics', 9153), []],
    [rootBlock('import more'), probe('/ready', 8181), []],
    [rootBlock('errors'), coreDns(), []],
  ])('%#', (text, pods, expected) => expect(saidOf('probe-unanswered', text, [pods])).toEqual(expected));
});

describe('lame duck', () => {
  const duck = (time: string): string => rootBlock('health {', `    lameduck ${time}`, '}');
  const unready = coreDns({ container: { readinessProbe: { httpGet: { path: '/health', port: 8080 } } } });
  test.each([
    [duck('-5s'), [], ['error 3: lameduck -5s is below zero: servers stop at once, and questions on their way are lost']],
    [duck('30s'), [coreDns()], ['error 3: lameduck 30s leaves nothing of the 30 s to stop in that Deployment kube-system/coredns gives its pods']],
    [duck('28s'), [coreDns()], ['warning 3: lameduck 28s leaves 2 s of the 30 s to stop in that Deployment kube-system/coredns gives its pods']],
    [duck('60s'), [], ['warning 3: lameduck 60s leaves nothing of the 30 s to stop in that pods have, unless they say otherwise']],
    [duck('60s'), [coreDns({ pod: { terminationGracePeriodSeconds: 75 } })], []],
    [rootBlock('health'), [unready], ['warning 2: health has no lameduck, and the readiness probe of Deployment kube-system/coredns asks /health: pods that stop are asked until they are gone']],
    [duck('10s'), [coreDns()], []],
  ])('%#', (text, more, expected) => expect(saidOf('lameduck-grace', text, more)).toEqual(expected));

  test.each([[duck('5s'), 1], [rootBlock('health'), 1], [duck('10s'), 0]])('short: %#', (text, count) => expect(saidOf('lameduck-short', text)).toHaveLength(count));
});

describe('reading again', () => {
  test.each([
    [rootBlock(to), [], 1],
    [rootBlock('reload'), [], 0],
    [rootBlock(to), [coreDns({ annotations: { 'checksum/config': 'abc' } })], 0],
    [rootBlock('import more'), [], 0],
  ])('%#', (text, more, count) => expect(saidOf('reload-missing', text, more)).toHaveLength(count));

  test.each<[string, readonly string[]]>([
    ['reload 30s 20s', ['info 2: reload 30s 20s: a jitter over half the interval is cut to 15 s']],
    ['reload 5s', ['info 2: reload 5s reads the file more often than the kubelet writes it, which takes up to a minute']],
    ['reload', []],
    ['reload 10s 5s', []],
  ])('%s', (line, expected) => expect(saidOf('reload-interval', rootBlock(line))).toEqual(expected));
});

describe('what every Corefile has', () => {
  test.each<[string, readonly string[]]>([
    [rootBlock('errors', to), ['warning: no server block has kubernetes: no Service has a name that resolves']],
    [rootBlock('errors', 'kubernetes cluster.local'), ['warning 1: no server block for "." asks anybody: no name outside the cluster resolves']],
    [rootBlock('kubernetes cluster.local', to), ['warning 1: the block of ".:53" has no errors: what goes wrong in it is told nowhere']],
    [rootBlock('errors', 'kubernetes cluster.local', to), []],
    [rootBlock('import more'), []],
  ])('%#', (text, expected) => expect(saidOf('plugin-missing', text)).toEqual(expected));

  test('metrics, where pods and Service have a port for them', () => {
    const pods = coreDns({ container: { ports: [{ name: 'metrics', containerPort: 9153 }] } });
    expect(saidOf('plugin-missing', rootBlock('errors', 'kubernetes cluster.local', to), [pods, kubeDns()])).toEqual(['warning: the pods and their Service have a port for metrics, and no server block has prometheus']);
  });
});

describe('variables', () => {
  const env = (...variables: readonly object[]): ReturnType<typeof coreDns> => coreDns({ container: { env: variables } });
  test.each([
    ['forward . {$DNS:192.0.2.1}', [], ['warning 2: {$DNS:192.0.2.1}: CoreDNS has no defaults, and looks for a variable of the name "DNS:192.0.2.1"']],
    ['forward . {$DNS}', [env({ name: 'OTHER', value: 'x' })], ['warning 2: {$DNS} is nothing: the containers of Deployment kube-system/coredns have no variable DNS']],
    ['forward . {%DNS%}', [env({ name: 'DNS', value: '192.0.2.1 192.0.2.2' })], ['warning 2: {%DNS%} is "192.0.2.1 192.0.2.2", and what a variable stands for is never cut into words']],
    ['forward . {$DNS}', [env({ name: 'DNS', value: '192.0.2.1' })], []],
    ['forward . {$DNS}', [coreDns({ container: { envFrom: [{ configMapRef: { name: 'x' } }] } })], []],
    ['forward . {$KUBE_DNS_SERVICE_HOST}', [env()], []],
    ['forward . {$DNS}', [], []],
  ])('%s %#', (line, more, expected) => expect(saidOf('corefile-environment', rootBlock(line), more)).toEqual(expected));
});

describe('imports', () => {
  const custom = (items?: object): readonly object[] => [coreDns({ container: { volumeMounts: [{ name: 'config', mountPath: '/etc/coredns' }, { name: 'custom', mountPath: '/etc/coredns/custom' }] }, pod: { volumes: [{ name: 'config', configMap: { name: 'coredns' } }, { name: 'custom', configMap: { name: 'more', ...items } }] } }), manifest('v1', 'ConfigMap', 'more', { namespace: 'kube-system', data: { 'a.server': '' } })];
  test.each<[string, readonly object[], readonly string[]]>([
    ['import custom/*.override', [coreDns()], ['warning 2: "custom/*.override" is no key of the ConfigMap that is mounted there, so nothing is imported']],
    ['import /opt/more/*.conf', [coreDns()], ['warning 2: "/opt/more/*.conf" is under no volume of Deployment kube-system/coredns, so nothing is imported']],
    ['import more', [coreDns()], ['error 2: "more" is no key of the ConfigMap that is mounted there: CoreDNS does not start without it']],
    ['import custom/a.server', custom(), []],
    ['import custom/b.server', custom(), ['error 2: "custom/b.server" is no key of the ConfigMap that is mounted there: CoreDNS does not start without it']],
    ['import custom/a.server', custom({ items: [{ key: 'a.server', path: 'other' }] }), ['error 2: "custom/a.server" is no key of the ConfigMap that is mounted there: CoreDNS does not start without it']],
    ['import more', [], []],
  ])('%s %#', (line, more, expected) => expect(saidOf('import-missing', rootBlock(line), more as never)).toEqual(expected));

  test('snippets are none', () => expect(saidOf('import-missing', `(more) {\nerrors\n}\n${rootBlock('import more')}`, [coreDns()])).toEqual([]));
});

test('a Service that asks the own node alone', () => {
  expect(saidOf('service-local', rootBlock(to), [coreDns(), kubeDns({ internalTrafficPolicy: 'Local' })])).toEqual(['warning: Service kube-system/kube-dns sends questions to servers of the same node alone: on nodes without one nothing resolves']);
  expect(saidOf('service-local', rootBlock(to), [coreDns({ kind: 'DaemonSet' }), kubeDns({ internalTrafficPolicy: 'Local' })])).toEqual([]);
  expect(saidOf('service-local', rootBlock(to), [coreDns(), kubeDns()])).toEqual([]);
});

test('ANY for everybody, where everybody can ask', () => {
  expect(saidOf('any-amplified', rootBlock(to), [coreDns(), kubeDns({ type: 'NodePort' })])).toHaveLength(1);
  expect(saidOf('any-amplified', rootBlock(to), [coreDns(), kubeDns()])).toEqual([]);
  expect(saidOf('any-amplified', rootBlock('acl {', 'block', '}'), [coreDns(), kubeDns({ type: 'NodePort' })])).toEqual([]);
});
