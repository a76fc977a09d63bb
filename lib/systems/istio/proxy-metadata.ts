import { ofKind, type Origin, type Recorded } from '../../intents/intents';
import type { WorkloadSubject } from '../../intents/subjects';
import { compare } from '../../model/json';
import type { Contribution } from '../contribution';

/** What a proxy is told about itself, and what its pods miss without it. */
interface Told {
  readonly workload: WorkloadSubject;
  readonly key: 'ISTIO_META_ENABLE_SELF_DISCOVERY' | 'ISTIO_META_DNS_CAPTURE';
  readonly without: string;
  readonly origin: Origin;
}

/**
 * Settings of single proxies. They stand in one annotation as text, so whatever patterns want of one workload is written together; `proxyMetadata` there
 * is merged with the mesh's.
 */
export function emitProxyMetadata(recorded: readonly Recorded[]): readonly Contribution[] {
  const told: readonly Told[] = [
    ...ofKind(recorded, 'locality').flatMap(({ intent, origin }) =>
      intent.callers.map((workload): Told => ({ workload, key: 'ISTIO_META_ENABLE_SELF_DISCOVERY', without: 'its proxies do not know their own zone, and zone-aware routing has no effect', origin })),
    ),
    ...ofKind(recorded, 'call-alias').flatMap(({ intent: { alias, callers, dns }, origin }) =>
      (dns === 'callers' ? callers : []).map((workload): Told => ({ workload, key: 'ISTIO_META_DNS_CAPTURE', without: `nobody answers its questions for ${alias}`, origin })),
    ),
    ...ofKind(recorded, 'call-peers').flatMap(({ intent: { service, dnsCapture }, origin }) =>
      dnsCapture.map((workload): Told => ({ workload, key: 'ISTIO_META_DNS_CAPTURE', without: `nobody answers its questions for ${service.name}.${service.namespace.name}`, origin })),
    ),
  ];
  return told.map(({ workload, without, origin }) => {
    const keys = [...new Set(told.filter(other => other.workload === workload).map(({ key }) => key))].sort(compare);
    const annotations = { 'proxy.istio.io/config': `proxyMetadata:\n${keys.map(key => `  ${key}: "true"\n`).join('')}` };
    return { share: { owner: 'pod-template', workload, labels: {}, annotations, without }, origin };
  });
}
