import type { Intent } from '../intents/intents';
import { UsageError } from '../model/usage-error';
import { EgressGateway } from './egress-gateway';
import { External } from './external';
import { Gateway } from './gateway';
import { Namespace } from './namespace';
import { Service } from './service';
import { Workload } from './workload';

/**
 * Throws unless every handle that an intent speaks of was minted by the network that records it: handles of another network, or names where
 * handles belong, would be written nowhere.
 */
export function checkOwnership(intent: Intent, owned: (handle: object) => boolean, pattern: string): void {
  for (const [what, handle] of handlesOf(intent)) {
    if (typeof handle !== 'object' || handle === null) {
      throw new UsageError({ what: handle === undefined ? `${pattern}: no ${what} given` : `${pattern}: ${what} is ${JSON.stringify(handle)}`, fix: `pass a handle, from net.${what}(…)` });
    }
    const minted = handle instanceof Namespace || handle instanceof Workload || handle instanceof Service || handle instanceof Gateway || handle instanceof External || handle instanceof EgressGateway;
    if (minted && !owned(handle)) throw new UsageError({ what: `${pattern}: ${what} ${handle.name} is a handle of another network`, fix: 'mint it with the network that the pattern gets' });
  }
}

function handlesOf(intent: Intent): readonly (readonly [what: string, handle: unknown])[] {
  switch (intent.kind) {
    case 'namespace':
    case 'isolate':
      return [['namespace', intent.namespace]];
    case 'workload':
    case 'port-exception':
    case 'permit-api-server':
    case 'host-network':
    case 'pinned-cpu':
    case 'mesh-bypass':
      return [['workload', intent.workload]];
    case 'locality':
      return [['service', intent.service], ...intent.callers.map((workload): [string, unknown] => ['workload', workload])];
    case 'call-peers':
      return [['service', intent.service], ...intent.dnsCapture.map((workload): [string, unknown] => ['workload', workload])];
    case 'call-alias':
      return [['namespace', intent.namespace], ...intent.callers.map((workload): [string, unknown] => ['workload', workload])];
    case 'network-monitoring':
    case 'cluster-dns':
      return [];
    case 'service':
    case 'serve-peers':
    case 'share-service':
    case 'scrape':
    case 'control-plane-call':
      return [['service', intent.service]];
    case 'gateway':
      return [['gateway', intent.gateway]];
    case 'enrol':
      return scoped(intent.subject);
    case 'server-tls':
    case 'client-tls':
    case 'lockdown':
      return intent.scope === 'mesh' ? [] : scoped(intent.scope);
    case 'edge':
      return [[intent.edge.from.type, intent.edge.from], 'external' in intent.edge.to ? ['external', intent.edge.to.external] : ['service', intent.edge.to.service]];
    case 'split':
      return [['service', intent.service], ...intent.entrances.map(({ gateway }): [string, unknown] => ['gateway', gateway])];
    case 'expose':
      return [['gateway', intent.gateway], ['service', intent.service]];
    case 'expose-by-ingress':
      return [['service', intent.service]];
    case 'client-bypass':
      return [['workload', intent.workload], ['service', intent.to.service]];
    case 'external-service':
      return [['external', intent.external], ...(intent.through === undefined ? [] : [['egressGateway', intent.through] as const])];
    case 'permit-cidr':
      return [['namespace', intent.namespace], ...(intent.workload === undefined ? [] : [['workload', intent.workload] as const])];
  }
}

function scoped(scope: { readonly namespace: unknown } | { readonly workload: unknown }): readonly (readonly [string, unknown])[] {
  return 'namespace' in scope ? [['namespace', scope.namespace]] : [['workload', scope.workload]];
}
