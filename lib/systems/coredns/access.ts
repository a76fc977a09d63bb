import type { JsonObject } from '../../model/json';
import type { Manifest } from '../../model/object';
import type { Platform } from '../../platform/platform';
import { manifest } from '../emitted';

/** A service account in the namespace of the DNS. */
export function serviceAccount(platform: Platform, name: string): Manifest {
  return manifest(platform, { apiVersion: 'v1', kind: 'ServiceAccount', name, namespace: platform.dns.namespace });
}

/** What a service account may do in the whole cluster. */
export function access(platform: Platform, role: string, account: string, rules: readonly JsonObject[]): readonly Manifest[] {
  const apiGroup = 'rbac.authorization.k8s.io';
  return [
    { ...manifest(platform, { apiVersion: `${apiGroup}/v1`, kind: 'ClusterRole', name: role }), rules },
    { ...manifest(platform, { apiVersion: `${apiGroup}/v1`, kind: 'ClusterRoleBinding', name: role }), roleRef: { apiGroup, kind: 'ClusterRole', name: role }, subjects: [{ kind: 'ServiceAccount', name: account, namespace: platform.dns.namespace }] },
  ];
}
