import type { Leaf } from '../model/leaf';
import { UsageError } from '../model/usage-error';
import { atLeast, parseVersion, type Version } from '../model/version';
import type { PodsAt } from './platform';

/**
 * What carries the configuration of the cluster's DNS: a ConfigMap of its own (`kubeadm`, and whoever installs CoreDNS as it does), a value of the add-on
 * (`eks`), a ConfigMap of additions (`aks`, `k3s`), or something that is no Corefile (`gke`, `openshift`).
 */
export type DnsCarrier = 'kubeadm' | 'eks' | 'aks' | 'k3s' | 'gke' | 'openshift';

/** Where the pods of this cluster ask for names. */
export interface Dns extends PodsAt {
  /** Port that the DNS pods listen on. OpenShift's listen on 5353. @default 53 */
  readonly port: number;
  /** Address of the DNS Service; needed as a policy peer only with `nodeLocalIP`. */
  readonly clusterIP?: Leaf<string>;
  /** Address of NodeLocal DNSCache, usually 169.254.20.10. Its pods use the host network, so no selector reaches them. */
  readonly nodeLocalIP?: Leaf<string>;
  /** @default 'kubeadm' */
  readonly carrier: DnsCarrier;
  /** Release of CoreDNS. @default - what kubeadm installs with the release of Kubernetes */
  readonly version: Version;
}

/** What kubeadm installs, by release of Kubernetes, the newest first. Source: `constants.go` of kubeadm. */
const installed: readonly (readonly [kubernetes: string, coreDns: Version])[] = [['1.36', '1.14.2'], ['1.35', '1.13.1'], ['1.34', '1.12.1'], ['1.33', '1.12.0']];

/** The DNS that options describe. */
export function dnsOf(options: Partial<Dns>, kubernetesVersion: string): Dns {
  const version = installed.find(([kubernetes]) => atLeast(kubernetesVersion, kubernetes))?.[1] ?? '1.11.3';
  return { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' }, port: 53, carrier: 'kubeadm', version, ...options };
}

const carriers: readonly unknown[] = ['kubeadm', 'eks', 'aks', 'k3s', 'gke', 'openshift'];

/** Refuses a carrier that does not exist and a release that is none, or older than all that is written takes for granted. */
export function checkDns({ carrier, version }: Dns): void {
  if (!carriers.includes(carrier)) throw new UsageError({ what: `platform: dns.carrier "${String(carrier)}" does not exist`, fix: "use 'kubeadm', 'eks', 'aks', 'k3s', 'gke' or 'openshift'" });
  if (parseVersion(version) === undefined) throw new UsageError({ what: `platform: dns.version "${version}" is not a version`, fix: 'write it as "1.14.2"' });
  if (!atLeast(version, '1.10')) throw new UsageError({ what: `platform: dns.version ${version} is older than 1.10: caches could not leave out the names of the cluster by zone, or serve stale answers checked`, fix: 'use 1.10 or later' });
}
