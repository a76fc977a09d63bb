import { describe, fieldAt, groupOf } from '../../model/object';
import type { Rule } from '../rule';

/** An object that names no namespace: where it ends up depends on whoever applies it. */
export const namespaceMissing: Rule = {
  id: 'api/namespace-missing',
  codes: ['API-02'],
  severity: 'info',
  reads: 'written',
  check: ({ cluster, schemas }) => {
    if (cluster.statedNamespace !== undefined || schemas === undefined) return [];
    return cluster.objects.flatMap(object => {
      const { reference } = object;
      if (reference.namespace !== 'default' || fieldAt(object.written, 'metadata', 'namespace') === 'default' || object.live) return [];
      const lookup = schemas.find(groupOf(reference.apiVersion), reference.apiVersion.split('/').at(-1) ?? '', reference.kind);
      // Of a kind that nobody knows one cannot tell whether it has namespaces.
      if (!('schema' in lookup) || !lookup.schema.namespaced) return [];
      const { kind, name } = reference;
      return [{ object, path: ['metadata'], message: `${describe({ kind, name })} names no namespace: it goes to that of whoever applies it`, help: 'write metadata.namespace, or check with --namespace' }];
    });
  },
};
