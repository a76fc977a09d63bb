import { flag, type Place } from '../builtin/place';
import { count, filled, refuse, written } from './place';

/** How clients encrypt. */
export function clientTls(place: Place | undefined, namespace: string): void {
  if (place === undefined) return;
  const mode = written(place, 'mode') ?? '';
  const credential = written(place, 'credentialName') ?? '';
  const asCredential = filled(place, 'credentialName');
  if (credential.startsWith('configmap://')) ofConfigMap(place, credential, namespace);
  if (flag(place, 'insecureSkipVerify') === true && (mode === 'SIMPLE' || mode === 'MUTUAL')) {
    const unused = filled(place, 'caCertificates') ? 'caCertificates' : count(place, 'subjectAltNames') > 0 ? 'subjectAltNames' : mode === 'SIMPLE' && asCredential ? 'credentialName' : undefined;
    if (unused !== undefined) refuse(place, 'insecureSkipVerify', `"${unused}" is what would be verified, and "insecureSkipVerify" verifies nothing`);
  }
  if (asCredential && (mode === 'SIMPLE' || mode === 'MUTUAL')) {
    const file = ['clientCertificate', 'privateKey', 'caCertificates', 'caCrl'].find(key => filled(place, key));
    if (file !== undefined) refuse(place, file, `"${file}" and "credentialName" must not both be given`);
  } else if (mode === 'MUTUAL') {
    for (const key of ['clientCertificate', 'privateKey']) if (!filled(place, key)) refuse(place, key, `"${key}" must be given for mode MUTUAL without "credentialName"`);
  }
}

/** `configmap://namespace/name`, of the namespace of the object. */
function ofConfigMap(place: Place, credential: string, own: string): void {
  const [namespace = '', name = ''] = credential.slice('configmap://'.length).split('/');
  if (namespace === '' || name === '') refuse(place, 'credentialName', `"${credential}" must be of the form "configmap://NAMESPACE/NAME"`);
  else if (namespace !== own) refuse(place, 'credentialName', `"${credential}" must be of the namespace "${own}"`);
}
