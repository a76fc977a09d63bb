import { ofKind, type Recorded } from '../../intents/intents';
import type { ClientBypassIntent, MeshBypassIntent } from '../../intents/mesh-bypass';
import { fieldAt } from '../../model/object';
import type { IstioSidecar } from '../../platform/platform';
import type { Contribution, PodTemplateShare } from '../contribution';
import { containerPorts } from '../kubernetes/peers';
import { bypassRemarks } from './mesh-bypass-remarks';
import { withoutProxy } from './membership';

/** What pods are told so that ports of theirs, or their calls, go past the proxy. The mode of the ports is among the exceptions. */
export function emitMeshBypass(recorded: readonly Recorded[], platform: IstioSidecar): readonly Contribution[] {
  return [
    ...ofKind(recorded, 'mesh-bypass').map(({ intent, origin }): Contribution => ({ share: server(intent), origin })),
    ...ofKind(recorded, 'client-bypass')
      .filter(({ intent }) => withoutProxy(intent.workload, platform, recorded) === undefined)
      .map(({ intent, origin }): Contribution => ({ share: client(intent), origin })),
    ...bypassRemarks(recorded, platform),
  ];
}

function server({ workload, ports }: MeshBypassIntent): PodTemplateShare {
  if (ports === 'all') return { owner: 'pod-template', workload, labels: { 'sidecar.istio.io/inject': 'false' }, without: 'a proxy is still in its way' };
  const exclude = capturesAll(workload) ? { 'traffic.sidecar.istio.io/excludeInboundPorts': ports.join(',') } : {};
  return { owner: 'pod-template', workload, labels: {}, annotations: exclude, without: 'the proxy still takes its ports' };
}

/** A list of ports that are captured, where there is one, already leaves out the others, and what is excluded is not looked at. */
function capturesAll({ template }: MeshBypassIntent['workload']): boolean {
  const included = fieldAt(template, 'metadata', 'annotations', 'traffic.sidecar.istio.io/includeInboundPorts');
  return included === undefined || included === '*';
}

/** In the client's pod a call still has the Service's port, unless the CNI translates it earlier; then it has the container's. */
function client({ workload, to: { service, port } }: ClientBypassIntent): PodTemplateShare {
  const ports = [...new Set([port.port, ...containerPorts(service, port)])].sort((a, b) => a - b);
  return { owner: 'pod-template', workload, labels: {}, annotations: { 'traffic.sidecar.istio.io/excludeOutboundPorts': ports.join(',') }, without: 'its own proxy is still in the way' };
}
