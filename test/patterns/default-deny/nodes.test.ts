import { closed, egress, ingress, plainShop, policy, policyNames, tcp, udpAndTcp } from '../../support/policies';
import { workload } from '../../support/shop';

const agentOnNodes = workload('agent', { kind: 'DaemonSet', ports: [{ name: 'http', containerPort: 9100 }], pod: { hostNetwork: true } });
const nodes = [{ ipBlock: { cidr: '10.0.0.0/16' } }];

describe('NodeLocal DNSCache, whose pods no selector reaches', () => {
  const dns = { nodeLocalIP: '169.254.20.10', clusterIP: '10.96.0.10' };

  test('is a peer by address, beside the address of the DNS Service that it answers for', () => {
    const composed = closed(plainShop({ dns, cni: 'calico' }));
    expect(policy(composed, 'allow-dns-node-local')).toEqual(egress(undefined, { to: [{ ipBlock: { cidr: '169.254.20.10/32' } }, { ipBlock: { cidr: '10.96.0.10/32' } }], ports: udpAndTcp(53) }));
    expect(policyNames(composed)).toContain('allow-dns');
  });

  test('listens on 53 whatever the port of the DNS pods behind it', () => {
    expect(policy(closed(plainShop({ dns: { nodeLocalIP: '169.254.20.10', port: 5353 } })), 'allow-dns-node-local')).toEqual(egress(undefined, { to: [{ ipBlock: { cidr: '169.254.20.10/32' } }], ports: udpAndTcp(53) }));
  });

  test('is an entity on Cilium, where an address block matches no node', () => {
    const composed = closed(plainShop({ dns, cni: 'cilium' }));
    expect(composed.get('CiliumNetworkPolicy', 'allow-dns-node-local')).toMatchObject({
      apiVersion: 'cilium.io/v2',
      metadata: { namespace: 'shop' },
      spec: { endpointSelector: {}, egress: [{ toEntities: ['host'], toPorts: [{ ports: [{ port: '53', protocol: 'UDP' }, { port: '53', protocol: 'TCP' }] }] }] },
    });
    expect(JSON.stringify(composed.manifests)).not.toContain('ipBlock');
  });

  test('may have an address that is only known at deploy', () => {
    const address = { apply: () => undefined };
    expect(policy(closed(plainShop({ dns: { nodeLocalIP: address } })), 'allow-dns-node-local')).toMatchObject({ egress: [{ to: [{ ipBlock: { cidr: address } }] }] });
  });
});

describe('the API server, which is no pod', () => {
  const apiServer = { cidrs: ['172.16.0.2/32', '172.16.0.3/32'] };

  test('is reached by the addresses and the port behind its Service, by those workloads only that ask for it', () => {
    const shop = plainShop({ apiServer });
    expect(policy(closed(shop, { apiServerClients: [shop.web] }), 'web-to-api-server')).toEqual(egress({ app: 'web' }, { to: [{ ipBlock: { cidr: '172.16.0.2/32' } }, { ipBlock: { cidr: '172.16.0.3/32' } }], ports: tcp(6443) }));
  });

  test('may listen on another port', () => {
    const shop = plainShop({ apiServer: { ...apiServer, port: 443 } });
    expect(policy(closed(shop, { apiServerClients: [shop.web] }), 'web-to-api-server')).toMatchObject({ egress: [{ ports: tcp(443) }] });
  });

  test('is an entity on Cilium; its port narrows it when it is known, because control-plane nodes have other ports too', () => {
    const unknown = plainShop({ cni: 'cilium' });
    expect(closed(unknown, { apiServerClients: [unknown.web] }).get('CiliumNetworkPolicy', 'web-to-api-server')['spec']).toEqual({ endpointSelector: { matchLabels: { app: 'web' } }, egress: [{ toEntities: ['kube-apiserver'] }] });
    const known = plainShop({ cni: 'cilium', apiServer });
    expect(closed(known, { apiServerClients: [known.web] }).get('CiliumNetworkPolicy', 'web-to-api-server')['spec']).toEqual({
      endpointSelector: { matchLabels: { app: 'web' } },
      egress: [{ toEntities: ['kube-apiserver'], toPorts: [{ ports: [{ port: '6443', protocol: 'TCP' }] }] }],
    });
  });
});

describe('pods on the host network, which have the address of their node', () => {
  test('as callers are admitted by the addresses of nodes, and have no half of their own: no policy selects them', () => {
    const shop = plainShop({ nodeCidrs: ['10.0.0.0/16'], cni: 'calico' });
    const composed = closed(shop, { edges: [shop.net.workload(agentOnNodes).calls(shop.webService.port('http'))] });
    expect(policy(composed, 'agent-to-web-http-ingress')).toEqual(ingress({ app: 'web' }, { from: nodes, ports: tcp(8080) }));
    expect(policyNames(composed)).toEqual(['agent-to-web-http-ingress', 'allow-dns', 'default-deny']);
  });

  test('as callees are reached at the addresses of nodes, and admit everybody anyway', () => {
    const shop = plainShop({ nodeCidrs: ['10.0.0.0/16'], cni: 'calico' });
    const service = shop.net.service({ name: 'agent', namespace: shop.shop, workload: shop.net.workload(agentOnNodes), ports: { http: { port: 9100 } } });
    const composed = closed(shop, { edges: [shop.web.calls(service.port('http'))] });
    expect(policy(composed, 'web-to-agent-http-egress')).toEqual(egress({ app: 'web' }, { to: nodes, ports: tcp(9100) }));
    expect(policyNames(composed)).not.toContain('web-to-agent-http-ingress');
  });

  test('behind one Service with pods that are not: both are reached, and the latter admit their caller', () => {
    const shop = plainShop({ nodeCidrs: ['10.0.0.0/16'], cni: 'calico' });
    const [v1, v2] = [true, false].map((hostNetwork, i) => shop.net.workload(workload(`cache-v${i + 1}`, { labels: { app: 'cache', version: `v${i + 1}` }, pod: { hostNetwork } })));
    if (v1 === undefined || v2 === undefined) throw new Error('two versions');
    const service = shop.net.service({ name: 'cache', namespace: shop.shop, versions: { v1, v2 }, ports: { http: { port: 8080 } } });
    const composed = closed(shop, { edges: [shop.web.calls(service.port('http'))] });
    expect(policy(composed, 'web-to-cache-http-egress')).toEqual(egress({ app: 'web' }, { to: [{ podSelector: { matchLabels: { app: 'cache' } } }, ...nodes], ports: tcp(8080) }));
    expect(policyNames(composed)).toContain('web-to-cache-http-ingress');
  });

  test('are entities on Cilium: the own node and the others', () => {
    const shop = plainShop({ cni: 'cilium' });
    const composed = closed(shop, { edges: [shop.net.workload(agentOnNodes).calls(shop.webService.port('http'))] });
    expect(composed.get('CiliumNetworkPolicy', 'agent-to-web-http-ingress')['spec']).toEqual({
      endpointSelector: { matchLabels: { app: 'web' } },
      ingress: [{ fromEntities: ['host', 'remote-node'], toPorts: [{ ports: [{ port: '8080', protocol: 'TCP' }] }] }],
    });
  });
});

describe('probes of kubelets', () => {
  test('need nothing, because a pod always admits its own node', () => {
    expect(policyNames(closed(plainShop({ nodeCidrs: ['10.0.0.0/16'] })))).not.toContain('allow-probes');
  });

  test('are admitted from the nodes, on every port, where the CNI does not keep that promise', () => {
    expect(policy(closed(plainShop({ cni: { name: 'kube-router', exemptsOwnNode: false }, nodeCidrs: ['10.0.0.0/16', 'fd00::/64'] })), 'allow-probes')).toEqual(ingress(undefined, { from: [...nodes, { ipBlock: { cidr: 'fd00::/64' } }] }));
  });
});

describe('a CNI that nobody names', () => {
  const assumptions = (composed: ReturnType<typeof closed>): readonly (string | undefined)[] => composed.findings.filter(({ rule }) => rule === 'policy/cni-unknown').map(({ assumption }) => assumption);

  test('is taken to match address blocks against nodes, which is said once', () => {
    const shop = plainShop({ apiServer: { cidrs: ['172.16.0.2/32'] }, nodeCidrs: ['10.0.0.0/16'] });
    const composed = closed(shop, { apiServerClients: [shop.web, shop.database], edges: [shop.net.workload(agentOnNodes).calls(shop.webService.port('http'))] });
    expect(assumptions(composed)).toEqual(['the CNI matches ipBlock against nodes; Cilium does not']);
  });

  test('does not matter where no node is a peer, and then nothing is said', () => {
    expect(assumptions(closed(plainShop()))).toEqual([]);
  });
});
