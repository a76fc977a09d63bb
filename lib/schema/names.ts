import { dnsLabelProblem, subdomainProblem } from '../model/names';
import { addressNameProblem } from './builtin/address-ranges';
import { dataKeyProblem } from './builtin/grammars';

/** What is wrong with the name of an object, or `undefined`. */
export type NameRule = (name: string) => string | undefined;

/** Any kind may be named by one segment of a URL path, at most. */
export const pathSegment: NameRule = name => {
  if (name === '.' || name === '..') return `must not be "${name}"`;
  const odd = ['/', '%'].find(char => name.includes(char));
  return odd === undefined ? undefined : `must not contain "${odd}"`;
};

const subdomain: NameRule = subdomainProblem;

/** Kinds of Kubernetes 1.36 whose names are not DNS subdomains. Source: `pkg/apis/<group>/validation`, `ValidateName` functions. */
const rules: Readonly<Record<string, NameRule>> = {
  '/Namespace': dnsLabelProblem,
  // A Service may begin with a digit since 1.36 (RelaxedServiceNameValidation).
  '/Service': dnsLabelProblem,
  'apps/StatefulSet': dnsLabelProblem,
  'batch/CronJob': name => (name.length > 52 ? `has ${name.length} characters, at most 52 are allowed` : subdomain(name)),
  // Certificates are asked for under any name, trust bundles are named after signers: `example.com:web:v1`.
  'certificates.k8s.io/CertificateSigningRequest': pathSegment,
  'certificates.k8s.io/ClusterTrustBundle': pathSegment,
  'coordination.k8s.io/LeaseCandidate': dataKeyProblem,
  'networking.k8s.io/IPAddress': addressNameProblem,
  'policy/PodDisruptionBudget': pathSegment,
  'rbac.authorization.k8s.io/Role': pathSegment,
  'rbac.authorization.k8s.io/RoleBinding': pathSegment,
  'rbac.authorization.k8s.io/ClusterRole': pathSegment,
  'rbac.authorization.k8s.io/ClusterRoleBinding': pathSegment,
};

const made = new Map<string, NameRule>();

/** The rule for names of a kind. Custom resources are DNS subdomains. */
export function nameRule(group: string, kind: string): NameRule {
  const key = `${group}/${kind}`;
  let found = made.get(key);
  if (found === undefined) {
    const rule = rules[key] ?? subdomain;
    found = rule === pathSegment ? pathSegment : name => pathSegment(name) ?? rule(name);
    made.set(key, found);
  }
  return found;
}
