import type { Finding } from '../../model/finding';
import { canonical, compare, sameValue } from '../../model/json';
import type { Platform } from '../../platform/platform';
import type { Contribution, IngressShare } from '../../systems/contribution';
import { manifest } from '../../systems/emitted';
import type { IngressPath, IngressSpec } from '../../systems/kubernetes/kinds';
import { composed, conflict, originsOf, type Owned } from '../composed';
import { groupBy } from '../../model/group-by';

const kind = { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' } as const;

/** One Ingress per class, host and namespace; each path of it leads to one Service, and all of them share its certificate. */
export function ownIngresses(contributions: readonly Contribution<IngressShare>[], platform: Platform): Owned {
  const results = groupBy(contributions, ({ share }) => `${share.namespace}/${share.name}`).map((group): Owned => {
    const [first] = group;
    if (first === undefined) return { objects: [], findings: [] };
    const { namespace, name, className, host, secret } = first.share;
    const reference = { ...kind, namespace, name };
    const findings: Finding[] = [];
    if (group.some(({ share }) => !sameValue(share.secret, secret))) {
      const values = group.map(({ share, origin }) => ({ value: share.secret ?? 'plaintext', origins: [origin] }));
      findings.push(conflict(reference, ['spec', 'tls'], values, 'a host has one certificate; give all patterns the same'));
    }
    const paths = groupBy(group, ({ share: { path } }) => `${path.pathType} ${path.path}`).map(same => {
      const distinct = same.filter(({ share }, i) => same.findIndex(other => sameValue(other.share.path, share.path)) === i);
      const wanted = distinct.map(({ share }) => ({ value: share.path.backend, origins: originsOf(same.filter(other => sameValue(other.share.path, share.path))) }));
      if (wanted.length > 1) findings.push(conflict(reference, ['spec', 'rules', 0, 'http', 'paths'], wanted, 'one path leads to one Service; give one of them a path of its own'));
      return same[0]?.share.path;
    });
    const spec: IngressSpec = {
      ingressClassName: className,
      ...(secret === undefined ? {} : { tls: [{ hosts: [host], secretName: secret }] }),
      rules: [{ host, http: { paths: paths.filter(path => path !== undefined).sort(bySpecificity) } }],
    };
    return { objects: [composed(manifest(platform, { ...kind, name, namespace, spec }), 'route', group)], findings };
  });
  return { objects: results.flatMap(({ objects }) => objects), findings: results.flatMap(({ findings }) => findings) };
}

/** Controllers sort by themselves; this order is the one they end with. */
function bySpecificity(a: IngressPath, b: IngressPath): number {
  return compare(a.pathType, b.pathType) || b.path.length - a.path.length || compare(canonical(a), canonical(b));
}
