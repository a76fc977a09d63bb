import { dnsLabelProblem, serviceNameProblem, subdomainProblem } from '../../model/names';
import { describe, type ObjectReference } from '../../model/object';
import type { Reported, Rule } from '../rule';

/** Names that the API server would refuse: cdk8s lets them pass. */
export const invalidName: Rule = {
  id: 'api/invalid-name',
  codes: [],
  severity: 'error',
  reads: 'written',
  check: ({ cluster }) =>
    cluster.objects.flatMap((object): readonly Reported[] => {
      const { reference } = object;
      const name = nameProblem(reference);
      const namespace = reference.namespace === undefined ? undefined : dnsLabelProblem(reference.namespace);
      return [
        ...(name === undefined ? [] : [{ message: `name "${reference.name}" of ${describe(reference)} ${name}`, help: 'choose another name', object, path: ['metadata', 'name'] }]),
        ...(namespace === undefined ? [] : [{ message: `namespace "${reference.namespace ?? ''}" of ${describe(reference)} ${namespace}`, help: 'choose another namespace', object, path: ['metadata', 'namespace'] }]),
      ];
    }),
};

/** RBAC names may hold any path segment; Services are host names; Namespaces are labels; the rest are subdomains. A prefix (`migrate-*`) is completed by the server. */
function nameProblem({ apiVersion, kind, name: given }: ObjectReference): string | undefined {
  const name = given.endsWith('-*') ? `${given.slice(0, -1)}x` : given;
  if (apiVersion.startsWith('rbac.authorization.k8s.io/')) return name === '' || name === '.' || name === '..' || /[/%]/.test(name) ? 'must be a path segment without "/" and "%"' : undefined;
  if (kind === 'Service' && apiVersion === 'v1') return serviceNameProblem(name);
  return kind === 'Namespace' && apiVersion === 'v1' ? dnsLabelProblem(name) : subdomainProblem(name);
}
