import { dnsLabelProblem, serviceNameProblem, subdomainProblem } from '../../model/names';
import { describe, type ObjectReference } from '../../model/object';
import type { Rule } from '../rule';

/** Names that the API server would refuse: cdk8s lets them pass. */
export const invalidName: Rule = {
  id: 'api/invalid-name',
  codes: [],
  severity: 'error',
  check: ({ objects }) =>
    objects.flatMap(({ reference, construct }) => {
      const constructs = construct === undefined ? [] : [construct];
      const name = nameProblem(reference);
      const namespace = reference.namespace === undefined ? undefined : dnsLabelProblem(reference.namespace);
      return [
        ...(name === undefined ? [] : [{ message: `name "${reference.name}" of ${describe(reference)} ${name}`, help: 'choose another name', object: reference, path: ['metadata', 'name'], constructs }]),
        ...(namespace === undefined ? [] : [{ message: `namespace "${reference.namespace ?? ''}" of ${describe(reference)} ${namespace}`, help: 'choose another namespace', object: reference, path: ['metadata', 'namespace'], constructs }]),
      ];
    }),
};

/** RBAC names may hold any path segment; Services are host names; Namespaces are labels; the rest are subdomains. */
function nameProblem({ apiVersion, kind, name }: ObjectReference): string | undefined {
  if (apiVersion.startsWith('rbac.authorization.k8s.io/')) return name === '' || name === '.' || name === '..' || /[/%]/.test(name) ? 'must be a path segment without "/" and "%"' : undefined;
  if (kind === 'Service' && apiVersion === 'v1') return serviceNameProblem(name);
  return kind === 'Namespace' ? dnsLabelProblem(name) : subdomainProblem(name);
}
