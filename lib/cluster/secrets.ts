import { isObject } from '../model/json';
import type { Certainty } from '../model/certainty';
import { fieldAt, textAt } from '../model/object';
import { oncePerWorld, type World } from './cluster';
import { exists } from './existence';
import type { ClusterObject } from './object';

/**
 * Secrets that the input shows, by `namespace/name`, with the object that makes each. Many are made by controllers from another object, whose name for
 * them is known.
 *
 * Source: cert-manager 1.19 (`Certificate.spec.secretName`; the annotations of ingress-shim and gateway-shim), external-secrets 1.0
 * (`spec.target.name`, by default the name of the object), sealed-secrets 0.32, vault-secrets-operator 1.0 (`spec.destination.name`).
 */
export const secrets = oncePerWorld((world): ReadonlyMap<string, ClusterObject> => {
  const found = new Map<string, ClusterObject>();
  const { cluster } = world;
  const add = (object: ClusterObject, name: string | undefined): void => {
    const key = `${object.reference.namespace ?? 'default'}/${name ?? ''}`;
    if (name !== undefined && !found.has(key)) found.set(key, object);
  };
  for (const secret of cluster.of('', 'Secret')) add(secret, secret.reference.name);
  for (const certificate of cluster.of('cert-manager.io', 'Certificate')) add(certificate, textAt(certificate.effective, 'spec', 'secretName'));
  for (const external of cluster.of('external-secrets.io', 'ExternalSecret')) add(external, textAt(external.effective, 'spec', 'target', 'name') ?? external.reference.name);
  for (const sealed of cluster.of('bitnami.com', 'SealedSecret')) add(sealed, textAt(sealed.effective, 'spec', 'template', 'metadata', 'name') ?? sealed.reference.name);
  for (const kind of ['VaultStaticSecret', 'VaultDynamicSecret', 'VaultPKISecret']) for (const vault of cluster.of('secrets.hashicorp.com', kind)) add(vault, textAt(vault.effective, 'spec', 'destination', 'name'));
  for (const ingress of cluster.of('networking.k8s.io', 'Ingress')) {
    if (issued(ingress)) for (const name of namesAt(fieldAt(ingress.effective, 'spec', 'tls'), 'secretName')) add(ingress, name);
  }
  for (const gateway of cluster.of('gateway.networking.k8s.io', 'Gateway')) {
    if (!issued(gateway)) continue;
    const listeners = fieldAt(gateway.effective, 'spec', 'listeners');
    for (const listener of Array.isArray(listeners) ? listeners : []) for (const name of namesAt(fieldAt(listener, 'tls', 'certificateRefs'), 'name')) add(gateway, name);
  }
  return found;
});

/** cert-manager makes the Secret that such an object names. */
function issued({ effective }: ClusterObject): boolean {
  const annotations = fieldAt(effective, 'metadata', 'annotations');
  return isObject(annotations) && ['cert-manager.io/issuer', 'cert-manager.io/cluster-issuer', 'kubernetes.io/tls-acme'].some(name => annotations[name] !== undefined);
}

function namesAt(list: unknown, field: string): readonly string[] {
  return Array.isArray(list) ? list.flatMap((item: unknown) => textAt(item, field) ?? []) : [];
}

/** Whether a Secret exists, or something in the input makes it. */
export function secretExists(world: World, namespace: string, name: string): Certainty {
  return secrets(world).has(`${namespace}/${name}`) ? 'yes' : exists(world, { group: '', kind: 'Secret', namespace, name });
}

const byName = oncePerWorld((world): ReadonlyMap<string, readonly ClusterObject[]> => {
  const found = new Map<string, ClusterObject[]>();
  for (const [key, object] of secrets(world)) {
    const name = key.slice(key.indexOf('/') + 1);
    found.set(name, [...(found.get(name) ?? []), object]);
  }
  return found;
});

/** Objects that hold or make a Secret of a name, in any namespace. */
export function secretsNamed(world: World, name: string): readonly ClusterObject[] {
  return byName(world).get(name) ?? [];
}

/** Whether a controller copies a Secret to other namespaces. */
export function isCopied({ effective }: ClusterObject): boolean {
  const annotations = fieldAt(effective, 'metadata', 'annotations');
  return isObject(annotations) && Object.keys(annotations).some(name => /reflector|replicat|kubed/.test(name));
}
