import type { World } from '../../cluster/cluster';
import { annotationsOf, objectsAt, textAt, textsAt } from '../../mesh/fields';
import { listeners, type Listener } from '../../mesh/listeners';
import { describe } from '../../model/object';
import { list } from '../../model/usage-error';
import { certificateReferences } from '../certificates';
import type { Reported, Rule, Unsettled } from '../rule';

/** TLS that ends at a gateway which has no certificate: every handshake fails. Controllers make many Secrets; those are known by what asks for them. */
export const noCertificate: Rule = {
  id: 'expose/no-certificate',
  codes: ['ING-01', 'IST0101', 'GWAPI:InvalidCertificateRef'],
  severity: 'error',
  reads: 'effective',
  check: view => [...listeners(view).flatMap(withoutAny), ...missing(view)],
};

const terminating = new Set(['SIMPLE', 'MUTUAL', 'OPTIONAL_MUTUAL']);

function withoutAny(listener: Listener): readonly Reported[] {
  const { object: gateway, path, protocol, port, tls, api } = listener;
  const found = (message: string, help: string, ...more: readonly string[]): readonly Reported[] => [{ object: gateway, path: [...path, ...more], message, help }];
  const what = `${api === 'istio' ? 'server' : 'listener'} on port ${port} of ${describe(gateway.reference)}`;
  if (api === 'istio') {
    if ((protocol === 'HTTPS' || protocol === 'TLS') && tls === undefined) return found(`${what} takes ${protocol} and has no tls`, 'write tls with a mode and a credentialName');
    const mode = textAt(tls, 'mode') ?? 'PASSTHROUGH';
    if (tls === undefined || !terminating.has(mode) || tls['httpsRedirect'] === true && protocol === 'HTTP') return [];
    const named = ['credentialName', 'serverCertificate'].some(field => (textAt(tls, field) ?? '') !== '') || textsAt(tls, 'credentialNames').length > 0 || objectsAt(tls, 'tlsCertificates').length > 0;
    return named ? [] : found(`${what} ends TLS (${mode}) and names no certificate`, 'set tls.credentialName', 'tls');
  }
  if (protocol !== 'HTTPS' || textAt(tls, 'mode') === 'Passthrough') return [];
  // Cloud controllers take certificates of their own by options, or by an annotation of the Gateway.
  if (objectsAt(tls, 'certificateRefs').length > 0 || tls?.['options'] !== undefined || Object.keys(annotationsOf(gateway)).some(name => /cert/.test(name))) return [];
  return found(`${what} takes HTTPS and names no certificate`, 'set tls.certificateRefs', ...(tls === undefined ? [] : ['tls']));
}

function missing(world: World): readonly (Reported | Unsettled)[] {
  return certificateReferences(world).flatMap(({ object, path, name, namespaces, present, elsewhere }): readonly (Reported | Unsettled)[] => {
    // Somewhere else there is one: that is a finding of its own.
    if (present === 'yes' || elsewhere.length > 0 && namespaces.length > 0) return [];
    if (present === 'unknown') return [{ object, unknown: namespaces.length === 0 ? 'the pods of a gateway are not in the input' : 'the Secret of a certificate is not in the input, nor what makes it' }];
    return [{ object, path, message: `there is no Secret ${name} in namespace ${list(namespaces)}, where ${describe(object.reference)} takes its certificate from`, help: `add Secret ${name}, or a Certificate that makes it` }];
  });
}
