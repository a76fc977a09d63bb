import type { ClusterDnsIntent } from '../../intents/cluster-dns';
import { ofKind, type Origin, type Recorded } from '../../intents/intents';
import type { Labels } from '../../model/labels';
import type { Platform } from '../../platform/platform';
import type { Contribution } from '../contribution';
import { manifest, object } from '../emitted';
import { additionsFile, corefile, zonesFile } from './corefile';
import { nodeLocal } from './node-local';
import { servers } from './servers';

/** The object that carries the configuration of the cluster's DNS, where it is an object. */
export function emitClusterDns(recorded: readonly Recorded[], platform: Platform): readonly Contribution[] {
  return ofKind(recorded, 'cluster-dns').flatMap(({ intent, origin }): readonly Contribution[] => {
    const cache = intent.nodeLocal === undefined ? [] : nodeLocal(intent, intent.nodeLocal, platform, origin);
    switch (platform.dns.carrier) {
      case 'kubeadm':
        return [configMap('coredns', { Corefile: corefile(intent, platform) }, platform, origin), ...(intent.servers === undefined ? [] : servers(intent, intent.servers, platform, origin)), ...cache];
      case 'aks':
      case 'k3s':
        return [configMap('coredns-custom', custom(intent, platform), platform, origin), ...cache];
      default:
        return cache;
    }
  });
}

function custom(intent: ClusterDnsIntent, platform: Platform): Labels {
  return { 'sealane.override': additionsFile(intent, platform), ...(intent.forwardedZones.length === 0 ? {} : { 'sealane.server': zonesFile(intent, platform) }) };
}

function configMap(name: string, data: Labels, platform: Platform, origin: Origin): Contribution {
  return object('service', manifest(platform, { apiVersion: 'v1', kind: 'ConfigMap', name, namespace: platform.dns.namespace, data }), origin);
}
