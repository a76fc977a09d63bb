import type { Place } from '../builtin/place';
import { authorizationPolicy } from './authorization-policy';
import { destinationRule } from './destination-rule';
import { envoyFilter, uncheckedPatches } from './envoy-filter';
import { gateway } from './gateway';
import { peerAuthentication } from './peer-authentication';
import { proxyConfig } from './proxy-config';
import { requestAuthentication } from './request-authentication';
import { serviceEntry } from './service-entry';
import { sidecar } from './sidecar';
import { telemetry } from './telemetry';
import { virtualService } from './virtual-service';
import { trafficExtension, wasmPlugin } from './wasm-plugin';
import { workloadEntry } from './workload-entry';
import { workloadGroup } from './workload-group';

/** What istiod judges of one kind. */
export interface AdmissionCode {
  readonly judge: (root: Place) => void;
  /** Parts of this object that istiod would judge and this does not, each with the reason. */
  readonly unchecked?: (root: Place) => readonly string[];
}

/** The kinds that istiod's webhook looks at, by `group/kind`. */
export const admissionKinds: Readonly<Record<string, AdmissionCode>> = {
  'extensions.istio.io/TrafficExtension': { judge: trafficExtension },
  'extensions.istio.io/WasmPlugin': { judge: wasmPlugin },
  'networking.istio.io/DestinationRule': { judge: destinationRule },
  'networking.istio.io/EnvoyFilter': { judge: envoyFilter, unchecked: uncheckedPatches },
  'networking.istio.io/Gateway': { judge: gateway },
  'networking.istio.io/ProxyConfig': { judge: proxyConfig },
  'networking.istio.io/ServiceEntry': { judge: serviceEntry },
  'networking.istio.io/Sidecar': { judge: sidecar },
  'networking.istio.io/VirtualService': { judge: virtualService },
  'networking.istio.io/WorkloadEntry': { judge: workloadEntry },
  'networking.istio.io/WorkloadGroup': { judge: workloadGroup },
  'security.istio.io/AuthorizationPolicy': { judge: authorizationPolicy },
  'security.istio.io/PeerAuthentication': { judge: peerAuthentication },
  'security.istio.io/RequestAuthentication': { judge: requestAuthentication },
  'telemetry.istio.io/Telemetry': { judge: telemetry },
};
