import { ofKind, type Recorded } from '../intents/intents';
import type { IstioSidecar, Platform } from '../platform/platform';
import type { Contribution } from './contribution';
import { emitExposures as emitGatewayApiExposures } from './gateway-api/exposure';
import { emitGateway as emitGatewayApiGateway } from './gateway-api/gateway';
import { emitSplit as emitGatewayApiSplit } from './gateway-api/split';
import { emitClusterDns } from './coredns/cluster-dns';
import { emitAuthorization } from './istio/authorization';
import { emitCallAlias } from './istio/call-alias';
import { emitExternalServices } from './istio/external-service';
import { emitExposures as emitIstioExposures } from './istio/exposure';
import { emitGateway as emitIstioGateway } from './istio/gateway';
import { emitLocality } from './istio/locality';
import { emitMeshBypass } from './istio/mesh-bypass';
import { emitMutualTls } from './istio/mutual-tls';
import { emitProxyMetadata } from './istio/proxy-metadata';
import { emitServePeers } from './istio/serve-peers';
import { emitShareService } from './istio/share-service';
import { emitSplit as emitIstioSplit } from './istio/split';
import { emitAcmeSolvers } from './kubernetes/acme-solvers';
import { emitControlPlaneCalls } from './kubernetes/control-plane';
import { emitEdges } from './kubernetes/edges';
import { emitHostNetwork } from './kubernetes/host-network';
import { emitIngresses } from './kubernetes/ingress';
import { emitIsolation } from './kubernetes/isolation';
import { emitBypassPolicies } from './kubernetes/mesh-bypass';
import { emitMultiClusterPolicies, emitRemoteServices } from './kubernetes/multi-cluster-service';
import { emitObjects } from './kubernetes/objects';
import { emitOutwardEdges } from './kubernetes/outward-edges';
import { emitPinnedCpu } from './kubernetes/pinned-cpu';
import { emitNetworkMonitoring } from './prometheus/network-monitoring';
import { emitScrapes } from './prometheus/scrape';
import { remark } from './remark';
import { versionLabels } from './versions';

/**
 * Everything that the systems of a platform contribute to what was asked. A system sees all intents at once: which objects an edge
 * becomes depends on which namespaces are closed and which are locked down.
 */
export function emit(recorded: readonly Recorded[], platform: Platform): readonly Contribution[] {
  const shared = [
    ...emitObjects(recorded, platform),
    ...emitIsolation(recorded, platform),
    ...emitEdges(recorded, platform),
    ...emitOutwardEdges(recorded, platform),
    ...emitControlPlaneCalls(recorded, platform),
    ...emitAcmeSolvers(recorded, platform),
    ...emitHostNetwork(recorded, platform),
    ...emitPinnedCpu(recorded, platform),
    ...emitBypassPolicies(recorded, platform),
    ...emitRemoteServices(recorded, platform),
    ...emitScrapes(recorded, platform),
    ...emitNetworkMonitoring(recorded, platform),
    ...emitClusterDns(recorded, platform),
  ];
  const istio =
    platform.mesh === 'istio' && platform.dataPlane === 'sidecar'
      ? [
          ...emitMutualTls(recorded, platform),
          ...emitAuthorization(recorded, platform),
          ...emitLocality(recorded, platform),
          ...emitProxyMetadata(recorded),
          ...emitMeshBypass(recorded, platform),
          ...multiCluster(recorded, platform),
          ...emitExternalServices(recorded, platform),
        ]
      : [];
  return [...shared, ...istio, ...gateways(recorded, platform), ...splits(recorded, platform), ...exposures(recorded, platform)];
}

function multiCluster(recorded: readonly Recorded[], platform: IstioSidecar): readonly Contribution[] {
  return [...emitServePeers(recorded, platform), ...emitShareService(recorded, platform), ...emitCallAlias(recorded, platform), ...emitMultiClusterPolicies(recorded, platform)];
}

function gateways(recorded: readonly Recorded[], platform: Platform): readonly Contribution[] {
  return ofKind(recorded, 'gateway').flatMap(({ intent: { gateway }, origin }) =>
    platform.mesh === 'istio' && platform.dataPlane === 'sidecar' && platform.routing === 'istio' ? emitIstioGateway(gateway, origin, platform) : emitGatewayApiGateway(gateway, origin, platform),
  );
}

function exposures(recorded: readonly Recorded[], platform: Platform): readonly Contribution[] {
  const istio = platform.mesh === 'istio' && platform.dataPlane === 'sidecar' && platform.routing === 'istio';
  return [...(istio ? emitIstioExposures(recorded, platform) : emitGatewayApiExposures(recorded, platform)), ...emitIngresses(recorded)];
}

function splits(recorded: readonly Recorded[], platform: Platform): readonly Contribution[] {
  if (platform.mesh !== 'istio' || platform.dataPlane !== 'sidecar') return [];
  const emitSplit = platform.routing === 'istio' ? emitIstioSplit : emitGatewayApiSplit;
  return ofKind(recorded, 'split').flatMap(({ intent: split, origin }) => {
    const versions = versionLabels(split.service);
    if ('problem' in versions) return [remark(origin, { rule: 'route/versions-alike', severity: 'error', codes: ['CAN-03'], message: versions.problem, help: versions.fix })];
    const labels = [...versions.values()].filter(version => version.missing);
    return [
      ...labels.map(({ workload, labels: wanted }): Contribution => ({ share: { owner: 'pod-template', workload, labels: wanted, without: 'its version has no pods' }, origin })),
      ...emitSplit(split, origin, versions, platform),
    ];
  });
}
