import { rules } from './catalogue.generated';
import type { Rule } from './rule';

/** Every rule, in the order of ids: those whose files stand in the areas. */
export const catalogue: readonly Rule[] = rules;

/** Rules whose findings are made where objects are: by owners and systems. They have pages, and can be accepted, like the others. */
export const remarks = [
  'api/owner-conflict',
  'api/patch-identity',
  'api/patch-unmatched',
  'authz/caller-without-identity',
  'authz/lockdown-without-gateways',
  'authz/port-unknown',
  'bypass/across-networks',
  'bypass/client-port-shared',
  'bypass/egress-gateway-optional',
  'bypass/open-to-namespace',
  'bypass/outside-mesh',
  'bypass/reopens-ports',
  'bypass/routing-inert',
  'edge/external-address-unknown',
  'edge/external-unregistered',
  'edge/half-elsewhere',
  'metrics/namespace-unselected',
  'metrics/plaintext-open',
  'metrics/pods-unknown',
  'metrics/unmeasured',
  'mtls/job-never-ends',
  'mtls/solver-told-mutual-tls',
  'multicluster/callers-unknown',
  'multicluster/network-unlabelled',
  'multicluster/peer-address-unknown',
  'multicluster/remote-unreached',
  'multicluster/split-elsewhere',
  'multicluster/trust-domain-alias',
  'platform/accept-malformed',
  'platform/accept-unused',
  'platform/chart-ambiguous',
  'platform/file-collision',
  'platform/template-elsewhere',
  'policy/cni-unknown',
  'policy/nodes-unknown',
  'route/too-many-rules',
  'route/versions-alike',
] as const;

/** Options that a pattern refuses until their risk is accepted by name. They have pages; as no finding remains, their accepts are never unused. */
export const risks = ['platform/canary-fault-everyone', 'platform/cluster-dns-additions-only', 'platform/cluster-dns-pods-insecure', 'platform/external-service-any-address', 'platform/external-service-tcp-by-name', 'platform/host-network-reserved-port', 'platform/mesh-bypass-unencrypted', 'platform/multi-cluster-service-experimental', 'platform/pinned-cpu-proxy-core'] as const;

/** Findings that stay whatever is accepted: an object would be lost, or written by chance. */
export const never: readonly string[] = ['api/duplicate-object', 'api/owner-conflict', 'api/patch-identity', 'api/patch-unmatched', 'platform/chart-ambiguous', 'platform/file-collision'];
