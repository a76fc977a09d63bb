import { namespaceOf, objectAt, specOf, textAt } from '../../mesh/fields';
import { namespaceMode } from '../../mesh/peer-authentication';
import type { Reported, Rule, Unsettled } from '../rule';

/** An exception for a port that says what holds for it without it. */
export const exceptionImplied: Rule = {
  id: 'mtls/exception-implied',
  codes: [],
  severity: 'info',
  reads: 'effective',
  check: world => world.cluster.of('security.istio.io', 'PeerAuthentication').flatMap((policy): readonly (Reported | Unsettled)[] => {
    const ports = objectAt(specOf(policy), 'portLevelMtls');
    if (ports === undefined) return [];
    const own = textAt(specOf(policy), 'mtls', 'mode');
    const around = own === undefined || own === 'UNSET' ? namespaceMode(world, namespaceOf(policy)) : undefined;
    if (around?.mode === 'unknown') return [{ object: policy, unknown: around.reason ?? 'the mode of the namespace is not known' }];
    const mode = around?.mode ?? own;
    return Object.keys(ports).filter(port => textAt(ports, port, 'mode') === mode).map(port => ({
      object: policy,
      path: ['spec', 'portLevelMtls', port],
      message: `port ${port} is ${mode ?? ''} without this exception: ${around === undefined ? 'the policy itself says so' : around.level === 'default' ? 'nothing says otherwise' : `the ${around.level} says so`}`,
      help: 'drop it, so that exceptions that matter are seen',
      near: (around?.evidence ?? []).map(({ object, path }) => ({ object, path })),
    }));
  }),
};
