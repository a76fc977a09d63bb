import type { ClusterObject } from '../../cluster/object';
import { labelsAt } from '../../mesh/fields';
import { certificateProblem, decoded } from '../../model/pem';
import { describe } from '../../model/object';
import { list } from '../../model/usage-error';
import { certificateReferences } from '../certificates';
import type { Reported, Rule, Unsettled } from '../rule';

const pairs = [['tls.crt', 'tls.key'], ['cert', 'key']] as const;

/** A Secret that a gateway takes its certificate from, and that holds none that can be read. */
export const secretUnusable: Rule = {
  id: 'expose/secret-unusable',
  codes: ['IST0161'],
  severity: 'error',
  reads: 'effective',
  check: world => certificateReferences(world).flatMap(({ object, path, name, namespaces }) => namespaces.flatMap((namespace): readonly (Reported | Unsettled)[] => {
    const secret = world.cluster.find('', 'Secret', namespace, name);
    if (secret === undefined) return [];
    const problem = problemOf(secret, object);
    if (problem === undefined) return [];
    if (problem === 'unknown') return [{ object, unknown: 'what a Secret holds is not in the input' }];
    return [{ object, path, message: `${describe(secret.reference)}, which ${describe(object.reference)} takes its certificate from, ${problem}`, help: 'put the certificate and its key in as tls.crt and tls.key', near: [{ object: secret }] }];
  })),
};

/** What the Secret holds, or `unknown` where it is left out, encrypted, or to be filled in. */
function problemOf(secret: ClusterObject, { group }: ClusterObject): string | undefined {
  const isIstio = group === 'networking.istio.io';
  const values = { ...plainData(secret), ...labelsAt(secret.effective, 'stringData') };
  const keys = Object.keys(values);
  if (keys.length === 0 || Object.values(values).some(value => /^ENC\[|\$\{|\{\{|<[a-z]/i.test(value.trim()))) return 'unknown';
  const pair = pairs.slice(0, isIstio ? 2 : 1).find(([certificate, key]) => keys.includes(certificate) && keys.includes(key));
  // Of listeners of the Gateway API, expose/certificate-invalid says it.
  if (pair === undefined) return group === 'gateway.networking.k8s.io' ? undefined : `has neither ${isIstio ? 'tls.crt with tls.key nor cert with key' : 'tls.crt nor tls.key'}, only ${list(keys.sort())}`;
  const [certificate, key] = pair;
  const wrong = certificateProblem(values[certificate] ?? '');
  if (wrong !== undefined) return `is no use: ${certificate} ${wrong}`;
  return (values[key] ?? '').trim() === '' ? `is no use: ${key} is empty` : undefined;
}

/** `data`, decoded. What is no base64 is refused elsewhere. */
function plainData(secret: ClusterObject): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(labelsAt(secret.effective, 'data')).map(([key, value]) => [key, decoded(value) ?? value]));
}
