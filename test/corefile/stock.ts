import type { Version } from '../../lib/model/version';

interface Stock {
  readonly text: string;
  readonly version: Version;
}

const block = (lines: readonly string[]): string => `.:53 {\n${lines.map(line => `    ${line}\n`).join('')}}\n`;
const kubernetes = (domain: string, ...extra: readonly string[]): readonly string[] => [`kubernetes ${domain} in-addr.arpa ip6.arpa {`, '   pods insecure', '   fallthrough in-addr.arpa ip6.arpa', ...extra.map(line => `   ${line}`), '}'];
const tail = ['loop', 'reload', 'loadbalance'];
const kubeadm = (cache: readonly string[]): string => block(['errors', 'health {', '   lameduck 5s', '}', 'ready', ...kubernetes('cluster.local', 'ttl 30'), 'prometheus :9153', 'forward . /etc/resolv.conf {', '   max_concurrent 1000', '}', ...cache, ...tail]);

/** Corefiles with the settings that installers document. */
export const stock: Readonly<Record<string, Stock>> = {
  'kubeadm 1.25': { version: '1.9.3', text: kubeadm(['cache 30']) },
  'kubeadm 1.28': { version: '1.10.1', text: kubeadm(['cache 30']) },
  'kubeadm 1.30': { version: '1.11.1', text: kubeadm(['cache 30']) },
  'kubeadm 1.33': { version: '1.12.0', text: kubeadm(['cache 30 {', '   disable success cluster.local', '   disable denial cluster.local', '}']) },
  'kubeadm 1.36': { version: '1.14.2', text: kubeadm(['cache 30 {', '   disable success cluster.local', '   disable denial cluster.local', '}']) },
  EKS: { version: '1.11.1', text: block(['errors', 'health {', '    lameduck 5s', '  }', 'ready', ...kubernetes('cluster.local'), 'prometheus :9153', 'forward . /etc/resolv.conf', 'cache 30', ...tail]) },
  AKS: { version: '1.11.3', text: `${block(['errors', 'ready', 'health {', '  lameduck 5s', '}', ...kubernetes('cluster.local', 'ttl 30'), 'prometheus :9153', 'forward . /etc/resolv.conf', 'cache 30', ...tail, 'import custom/*.override', 'template ANY ANY internal.cloudapp.net {', '  match "^(?:[^.]+\\.){4,}internal\\.cloudapp\\.net\\.$"', '  rcode NXDOMAIN', '  fallthrough', '}'])}import custom/*.server\n` },
  k3s: { version: '1.12.0', text: `${block(['errors', 'health', 'ready', ...kubernetes('cluster.local'), 'hosts /etc/coredns/NodeHosts {', '  ttl 60', '  reload 15s', '  fallthrough', '}', 'prometheus :9153', 'cache 30', ...tail, 'import /etc/coredns/custom/*.override', 'forward . /etc/resolv.conf'])}import /etc/coredns/custom/*.server\n` },
  kops: { version: '1.11.3', text: block(['errors', 'health {', '  lameduck 5s', '}', 'ready', ...kubernetes('cluster.local.', 'ttl 30'), 'prometheus :9153', 'forward . /etc/resolv.conf {', '  max_concurrent 1000', '}', 'cache 30', 'loop', 'reload', 'loadbalance']) },
};

const local = (zone: string, cache: readonly string[], to: string, ...extra: readonly string[]): string => `${zone}:53 {\n    errors\n    cache ${cache.length === 1 ? cache[0] ?? '' : `{\n${cache.map(line => `        ${line}\n`).join('')}    }`}\n    reload\n    loop\n    bind __PILLAR__LOCAL__DNS__ __PILLAR__DNS__SERVER__\n    forward . ${to}\n    prometheus :9253\n${extra.map(line => `    ${line}\n`).join('')}}\n`;

/** The Corefile of NodeLocal DNSCache, with the words that its installer and it itself replace. */
export const nodeLocal = [
  local('__PILLAR__DNS__DOMAIN__', ['success 9984 30', 'denial 9984 5'], '__PILLAR__CLUSTER__DNS__ {\n        force_tcp\n    }', 'health __PILLAR__LOCAL__DNS__:8080'),
  local('in-addr.arpa', ['30'], '__PILLAR__CLUSTER__DNS__ {\n        force_tcp\n    }'),
  local('ip6.arpa', ['30'], '__PILLAR__CLUSTER__DNS__ {\n        force_tcp\n    }'),
  local('.', ['30'], '__PILLAR__UPSTREAM__SERVERS__'),
].join('');
