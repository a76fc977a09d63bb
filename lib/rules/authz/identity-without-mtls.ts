import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import type { Workload } from '../../cluster/workload';
import { actionOf, isDryRun, partsOf } from '../../mesh/authorization';
import { capturesInbound } from '../../mesh/capture';
import { namespaceOf, objectsAt, specOf } from '../../mesh/fields';
import { rootNamespace } from '../../mesh/mesh-config';
import { serverMode } from '../../mesh/peer-authentication';
import { servedBy } from '../../mesh/served';
import { matchLabels } from '../../mesh/sidecars';
import type { FieldPath } from '../../model/finding';
import { called } from '../pods';
import { pickedBy } from '../selecting';
import type { Reported, Rule } from '../rule';

const identities = new Set(['principals', 'namespaces', 'serviceAccounts', 'trustDomains']);

/**
 * Callers are told by an identity that they need not show. Where the port takes plaintext only, nobody ever shows one; where it takes both, whoever is to be refused sends plaintext.
 */
export const identityWithoutMtls: Rule = {
  id: 'authz/identity-without-mtls',
  codes: ['KIA0105'],
  severity: 'error',
  reads: 'effective',
  check: world => world.cluster.of('security.istio.io', 'AuthorizationPolicy').flatMap(policy => judge(world, policy)),
};

function judge(world: World, policy: ClusterObject): readonly Reported[] {
  const spec = specOf(policy);
  const action = actionOf(policy);
  const wholeMesh = namespaceOf(policy) === rootNamespace(world) && Object.keys(matchLabels(policy)).length === 0;
  if (isDryRun(policy) || (action !== 'ALLOW' && action !== 'DENY') || objectsAt(spec, 'targetRefs').length > 0 || spec['targetRef'] !== undefined || wholeMesh) return [];
  const asking = objectsAt(spec, 'rules').flatMap((rule, i) => {
    const { from, to, when } = partsOf(rule);
    const positive = [...from.flat(), ...when].some(({ attribute, values }) => identities.has(attribute) && values.length > 0);
    const ports = to.flat().filter(({ attribute }) => attribute === 'ports').flatMap(({ values }) => values.map(Number));
    return positive ? [{ path: ['spec', 'rules', i], ports }] : [];
  });
  const [first] = asking;
  if (first === undefined) return [];
  for (const workload of pickedBy(world, policy, matchLabels(policy), true)) {
    const said = ofWorkload(world, policy, workload, action, first);
    if (said !== undefined) return [said];
  }
  return [];
}

function ofWorkload(world: World, object: ClusterObject, workload: Workload, action: 'ALLOW' | 'DENY', { path, ports }: { readonly path: FieldPath; readonly ports: readonly number[] }): Reported | undefined {
  const served = [...new Set(servedBy(world, workload).flatMap(({ endpoint }) => endpoint.port ?? []))];
  for (const port of ports.length > 0 ? served.filter(number => ports.includes(number)) : served) {
    if (capturesInbound(world, workload, port).captured !== 'yes') continue;
    const { mode, evidence } = serverMode(world, workload, port);
    const near = evidence.map(found => ({ object: found.object, path: found.path }));
    if (mode === 'DISABLE') {
      return { object, path, near, message: `callers are told by identity, and port ${port} of ${called(workload)} takes plaintext only, where nobody shows one: the rule ${action === 'ALLOW' ? 'admits' : 'refuses'} nobody`, help: `ask for mutual TLS on port ${port}, or tell callers by address` };
    }
    if (mode === 'PERMISSIVE' && action === 'DENY') {
      return { object, path, near, severity: 'warning', message: `callers that send plaintext show no identity, port ${port} of ${called(workload)} takes plaintext, and the rule refuses none of them`, help: 'set STRICT for these pods, or allow by identity whom you want in', assumption: 'a NetworkPolicy or the callers themselves do not rule plaintext out' };
    }
  }
  return undefined;
}
