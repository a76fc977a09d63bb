import { children, texts, type Place } from '../builtin/place';
import { count, filled, refuse, warn, written } from './place';

const suites = new Set(['ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES128-GCM-SHA256', 'ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-RSA-AES256-GCM-SHA384', 'ECDHE-ECDSA-CHACHA20-POLY1305', 'ECDHE-RSA-CHACHA20-POLY1305',
  'ECDHE-ECDSA-AES128-SHA', 'ECDHE-RSA-AES128-SHA', 'ECDHE-ECDSA-AES256-SHA', 'ECDHE-RSA-AES256-SHA', 'AES128-GCM-SHA256', 'AES256-GCM-SHA384', 'AES128-SHA', 'AES256-SHA', 'DES-CBC3-SHA']);

const certificateFields = ['serverCertificate', 'privateKey', 'caCertificates', 'tlsCertificates', 'credentialName', 'credentialNames'] as const;

/** How a listener decrypts. */
export function serverTls(place: Place | undefined): void {
  if (place === undefined) return;
  ciphers(place);
  const mode = written(place, 'mode') ?? '';
  const given = certificateFields.filter(key => (key === 'tlsCertificates' || key === 'credentialNames' ? count(place, key) > 0 : filled(place, key)));
  if (mode === 'ISTIO_MUTUAL') {
    for (const key of given) refuse(place, key, `"${key}" must not be given for mode ISTIO_MUTUAL: the certificates are the mesh's own`);
    return;
  }
  const passes = mode === '' || mode === 'PASSTHROUGH' || mode === 'AUTO_PASSTHROUGH';
  const [first] = given;
  if (passes && (first !== undefined || filled(place, 'caCrl'))) warn(place, first ?? 'caCrl', `mode ${mode || 'PASSTHROUGH'} uses no certificates`, 'remove them, or give another mode');
  const sources = [...(filled(place, 'serverCertificate') && filled(place, 'privateKey') ? ['serverCertificate'] : []), ...given.filter(key => key === 'credentialName' || key === 'credentialNames' || key === 'tlsCertificates')];
  if (sources.length > 1) refuse(place, sources.at(-1) ?? [], `certificates must come from one of ${sources.map(key => `"${key}"`).join(', ')}`);
  if (!passes && given.some(key => key === 'credentialName' || key === 'credentialNames')) return;
  if (!passes) certificates(place, mode);
  if (!filled(place, 'caCrl')) return;
  if (filled(place, 'credentialName')) refuse(place, 'caCrl', '"caCrl" must not be given beside "credentialName": the credential has it');
  if (mode === 'SIMPLE') refuse(place, 'caCrl', '"caCrl" must not be given for mode SIMPLE, where clients have no certificates');
}

function certificates(place: Place, mode: string): void {
  if (mode !== 'SIMPLE' && !filled(place, 'caCertificates')) refuse(place, 'caCertificates', `"caCertificates" must be given for mode ${mode}: what clients are verified by`);
  if (count(place, 'tlsCertificates') > 2) warn(place, 'tlsCertificates', 'at most two certificates are used', 'give one of RSA and one of ECDSA');
  for (const one of count(place, 'tlsCertificates') > 0 ? children(place, 'tlsCertificates') : [place]) {
    for (const key of ['serverCertificate', 'privateKey']) if (!filled(one, key)) refuse(one, key, `"${key}" must be given for mode ${mode}, or "credentialName"`);
  }
}

function ciphers(place: Place): void {
  const version = written(place, 'minProtocolVersion');
  if ((version === 'TLSV1_0' || version === 'TLSV1_1') && count(place, 'cipherSuites') === 0) warn(place, 'minProtocolVersion', `${version} needs cipher suites of its time, which are no longer among the defaults`, 'give cipherSuites, or TLSV1_2');
  const seen = new Set<string>();
  for (const [suite, i] of texts(place, 'cipherSuites')) {
    if (!isSuite(suite)) warn(place, ['cipherSuites', i], `"${suite}" is no cipher suite that proxies know, and is ignored`, 'remove it');
    else if (seen.has(suite)) warn(place, ['cipherSuites', i], `the cipher suite "${suite}" is there already`, 'remove it');
    seen.add(suite);
  }
}

/** What begins with no letter and no digit is an operator, which is not looked at. */
function isSuite(text: string): boolean {
  const first = text.charCodeAt(0);
  return text === '' || text === 'ALL' || (first < 0x80 && !/^[A-Za-z0-9]/.test(text)) || suites.has(text);
}
