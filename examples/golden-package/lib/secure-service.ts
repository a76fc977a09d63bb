import type { Network as AnyNetwork } from 'sealane';
import type { AcmePlatform } from './platform';
import { ownerLabel } from './rules';

/** All that a team decides. */
export interface SecureServiceProps {
  /** Of the Service, and of the namespace that it has for itself. */
  readonly name: string;
  /** Team that owns it. */
  readonly owner: string;
  readonly image: string;
  /** @default 2 */
  readonly replicas?: number;
}

/** What mints handles: the network of either shell. */
export type Handles = Pick<AnyNetwork<AcmePlatform>, 'namespace' | 'workload' | 'service'>;

/** The handles of a secure Service. Everything that Acme fixes is fixed here: one namespace, one port, an identity of its own. */
export function secureHandles(net: Handles, { name, owner, image, replicas = 2 }: SecureServiceProps) {
  const namespace = net.namespace(name, { create: true });
  const labels = { app: name, [ownerLabel]: owner };
  const container = { name: 'main', image, ports: [{ name: 'http', containerPort: 8080 }] };
  const workload = net.workload({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: name },
    spec: { replicas, selector: { matchLabels: { app: name } }, template: { metadata: { labels }, spec: { serviceAccountName: name, containers: [container] } } },
  });
  const service = net.service({ name, namespace, ports: { http: { port: 80, targetPort: 8080 } }, workload });
  return { namespace, workload, service };
}

