import { secretExists, secretsNamed } from '../cluster/secrets';
import type { World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import { every, type Certainty } from '../model/certainty';
import type { FieldPath } from '../model/finding';
import { namespaceOf, objectsAt, specOf, textAt, textsAt } from '../mesh/fields';
import { gatewayPods, listeners, type Listener } from '../mesh/listeners';

/** A Secret that something terminates TLS with, and where it has to be. */
export interface CertificateReference {
  readonly object: ClusterObject;
  readonly path: FieldPath;
  readonly name: string;
  /** Empty: nobody knows where the pods of the gateway are. */
  readonly namespaces: readonly string[];
  readonly present: Certainty;
  /** What holds or makes a Secret of that name in other namespaces. */
  readonly elsewhere: readonly ClusterObject[];
}

/** Secrets named by gateways for their own namespace, and by Ingresses. References to another namespace are a matter of grants. */
export function certificateReferences(world: World): readonly CertificateReference[] {
  return [...listeners(world).flatMap(listener => (listener.api === 'istio' ? ofServer(world, listener) : ofListener(world, listener))), ...world.cluster.of('networking.k8s.io', 'Ingress').flatMap(ingress =>
    objectsAt(specOf(ingress), 'tls').flatMap((tls, i) => {
      const name = textAt(tls, 'secretName');
      return name === undefined ? [] : [reference(world, ingress, ['spec', 'tls', i, 'secretName'], name, [namespaceOf(ingress)])];
    }))];
}

/** The Secret of an Istio Gateway stands beside the pods of the gateway, wherever the Gateway itself is. */
function ofServer(world: World, { gateway, path, tls }: Listener): readonly CertificateReference[] {
  const named = [textAt(tls, 'credentialName') ?? [], textsAt(tls, 'credentialNames')].flat();
  const namespaces = [...new Set(gatewayPods(world, gateway).map(({ namespace }) => namespace))].sort();
  return named.filter(name => /^[a-z0-9.-]+$/.test(name)).map(name => reference(world, gateway, [...path, 'tls', textAt(tls, 'credentialName') === name ? 'credentialName' : 'credentialNames'], name, namespaces));
}

function ofListener(world: World, { object: gateway, path, tls }: Listener): readonly CertificateReference[] {
  return objectsAt(tls, 'certificateRefs').flatMap((certificate, i) => {
    const name = textAt(certificate, 'name');
    const own = (textAt(certificate, 'namespace') ?? namespaceOf(gateway)) === namespaceOf(gateway);
    if (name === undefined || !own || (textAt(certificate, 'kind') ?? 'Secret') !== 'Secret') return [];
    return [reference(world, gateway, [...path, 'tls', 'certificateRefs', i, 'name'], name, [namespaceOf(gateway)])];
  });
}

function reference(world: World, object: ClusterObject, path: FieldPath, name: string, namespaces: readonly string[]): CertificateReference {
  return {
    object, path, name, namespaces,
    present: namespaces.length === 0 ? 'unknown' : every(namespaces.map(namespace => secretExists(world, namespace, name))),
    elsewhere: secretsNamed(world, name).filter(secret => !namespaces.includes(namespaceOf(secret))),
  };
}
