import { groupOf, fieldAt, type Manifest } from '../model/object';
import type { Stage } from '../systems/contribution';

/** Stages in the order in which they may be applied: what others need first, what refuses last. */
export const stages: readonly Stage[] = ['namespace', 'workload', 'service', 'gateway', 'rule', 'route', 'exception', 'mode', 'allow', 'deny'];

const byKind: Readonly<Record<string, Stage>> = {
  '/Namespace': 'namespace',
  'apiextensions.k8s.io/CustomResourceDefinition': 'namespace',
  '/Service': 'service',
  'gateway.networking.k8s.io/Gateway': 'gateway',
  'gateway.networking.k8s.io/GatewayClass': 'gateway',
  'networking.istio.io/Gateway': 'gateway',
  'networking.istio.io/DestinationRule': 'rule',
  'networking.istio.io/ServiceEntry': 'rule',
  'networking.istio.io/VirtualService': 'route',
  'gateway.networking.k8s.io/HTTPRoute': 'route',
  'gateway.networking.k8s.io/GRPCRoute': 'route',
  'networking.k8s.io/Ingress': 'route',
};

/** The stage of an object that no pattern wrote; what is not known comes with the workloads. */
export function stageOf(manifest: Manifest): Stage {
  const { kind } = manifest;
  switch (`${groupOf(manifest.apiVersion)}/${kind}`) {
    case 'security.istio.io/PeerAuthentication':
      return fieldAt(manifest, 'spec', 'portLevelMtls') === undefined ? 'mode' : 'exception';
    case 'security.istio.io/AuthorizationPolicy':
      return (fieldAt(manifest, 'spec', 'action') ?? 'ALLOW') === 'ALLOW' && fieldAt(manifest, 'spec', 'rules') !== undefined ? 'allow' : 'deny';
    case 'networking.k8s.io/NetworkPolicy':
      return hasRules(manifest, 'ingress') || hasRules(manifest, 'egress') ? 'allow' : 'deny';
    default:
      return byKind[`${groupOf(manifest.apiVersion)}/${kind}`] ?? 'workload';
  }
}

function hasRules(policy: Manifest, direction: string): boolean {
  const rules = fieldAt(policy, 'spec', direction);
  return Array.isArray(rules) && rules.length > 0;
}
