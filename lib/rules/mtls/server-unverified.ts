import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { hostOfRule } from '../../mesh/destination-rule';
import { namespaceOf, objectAt, specOf, textAt } from '../../mesh/fields';
import { hostFor } from '../../mesh/hosts';
import { serviceNameIn } from '../../mesh/named-destinations';
import { policyLevels } from '../../mesh/policy-levels';
import type { Reported, Rule } from '../rule';

/**
 * TLS of a client that names no authority. Since Istio 1.20 (`VERIFY_CERTIFICATE_AT_CLIENT`) the certificates of the system are asked, which know public names and none of the cluster.
 */
export const serverUnverified: Rule = {
  id: 'mtls/server-unverified',
  codes: ['IST0128', 'IST0129'],
  severity: 'info',
  reads: 'effective',
  check: world => world.cluster.of('networking.istio.io', 'DestinationRule').flatMap(rule => policyLevels(rule).flatMap(({ policy, path, port }): readonly Reported[] => {
    const tls = objectAt(policy, 'tls');
    const mode = textAt(tls, 'mode');
    if (tls === undefined || (mode !== 'SIMPLE' && mode !== 'MUTUAL')) return [];
    // A credential of a gateway, or of chosen pods, brings its authority.
    if ((textAt(tls, 'caCertificates') ?? '') !== '' || (textAt(tls, 'credentialName') ?? '') !== '') return [];
    const skipped = tls['insecureSkipVerify'] === true;
    const inside = isOfCluster(world, rule);
    return [{
      object: rule,
      path: [...path, 'tls'],
      codes: [port === undefined ? 'IST0128' : 'IST0129'],
      ...(skipped || inside ? { severity: 'warning' as const } : {}),
      message: skipped
        ? 'insecureSkipVerify: whoever answers is taken for the server'
        : inside ? `tls names no caCertificates, and certificates of the system know no name of the cluster: ${mode} to ${hostOfRule(world, rule)} fails, or is not verified` : `tls names no caCertificates: servers are verified by the certificates of the system`,
      help: skipped ? 'drop insecureSkipVerify, and name the authority in caCertificates' : 'name the authority in caCertificates, or in a credentialName',
      ...(inside && !skipped ? { assumption: 'the server has no public certificate' } : {}),
    }];
  })),
};

function isOfCluster(world: World, rule: ClusterObject): boolean {
  const host = hostOfRule(world, rule).toLowerCase();
  const found = hostFor(world, host, namespaceOf(rule));
  return serviceNameIn(world, host) !== undefined && found?.external !== true && specOf(rule)['host'] !== undefined;
}
