import { isObject } from '../../model/json';
import { namespaceOf, objectsAt, textAt } from '../../mesh/fields';
import { listeners } from '../../mesh/listeners';
import { describe } from '../../model/object';
import { list } from '../../model/usage-error';
import type { Reported, Rule } from '../rule';

/** A certificate of a listener that is no Secret of TLS: another kind, another type, or without certificate and key. */
export const certificateInvalid: Rule = {
  id: 'expose/certificate-invalid',
  codes: ['GWAPI:InvalidCertificateRef'],
  severity: 'error',
  reads: 'effective',
  check: ({ cluster, ...view }) => listeners({ cluster, ...view }).filter(({ api }) => api === 'gateway').flatMap(({ object, path, tls, name }) => objectsAt(tls, 'certificateRefs').flatMap((reference, i): readonly Reported[] => {
    const at = [...path, 'tls', 'certificateRefs', i];
    const [kind, group] = [textAt(reference, 'kind') ?? 'Secret', textAt(reference, 'group') ?? ''];
    const listener = `listener "${name ?? ''}" of ${describe(object.reference)}`;
    if (group === '' && kind !== 'Secret') return [{ object, path: [...at, 'kind'], message: `${listener} takes its certificate from a ${kind}, which holds none`, help: 'name a Secret of type kubernetes.io/tls' }];
    if (group !== '') return [];
    const secret = cluster.find('', 'Secret', textAt(reference, 'namespace') ?? namespaceOf(object), textAt(reference, 'name') ?? '');
    if (secret === undefined) return [];
    const held = new Set([secret.effective['data'], secret.effective['stringData']].flatMap(data => (isObject(data) ? Object.keys(data) : [])));
    // What a dump leaves out, or a controller fills in, is not known to be missing.
    const missing = held.size === 0 ? [] : ['tls.crt', 'tls.key'].filter(key => !held.has(key));
    if (missing.length === 0) return [];
    return [{ object, path: [...at, 'name'], message: `${listener} takes its certificate from ${describe(secret.reference)}, which has no ${list(missing)}`, help: 'use a Secret of type kubernetes.io/tls, with tls.crt and tls.key', near: [{ object: secret, path: ['data'] }] }];
  })),
};
