import { trustDomains } from '../../../mesh/mesh-config';
import { objectsAt, specOf } from '../../../mesh/fields';
import { handshakeAt } from '../handshake-at';
import type { Course } from '../course';
import type { Fix } from '../fix';
import type { Hop } from '../hop';
import { meantBehind } from './behind';
import { setting } from './merge';
import { freeName } from './names';

/** An ALLOW policy of its own for one identity and one port. Who sends plaintext has none, so that nothing can be said of them alone. */
export function letInByIdentity(course: Course): readonly Fix[] {
  const { way: { world }, arrival } = course;
  const { port } = arrival?.endpoint ?? {};
  const principal = principalOf(course);
  const meant = meantBehind(course);
  if (meant === undefined || port === undefined || principal === undefined) return [];
  const client = course.way.sender.workload?.serviceAccount ?? 'client';
  const name = freeName(world, 'security.istio.io', 'AuthorizationPolicy', meant.namespace, `${meant.name}-from-${client}`);
  const rules = [{ from: [{ source: { principals: [principal] } }], to: [{ operation: { ports: [String(port)] } }] }];
  return [{
    text: `let ${principal} in on ${port} of ${meant.namespace}/${meant.name}`,
    changes: [{ how: 'create', object: { apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: { name, namespace: meant.namespace }, spec: { selector: { matchLabels: meant.labels }, action: 'ALLOW', rules } } }],
  }];
}

/** The rule that denies, without one identity. */
export function exemptFromDeny(course: Course, { evidence }: Hop): readonly Fix[] {
  const principal = principalOf(course);
  const found = evidence.find(({ object, path }) => object.kind === 'AuthorizationPolicy' && path[1] === 'rules' && typeof path[2] === 'number');
  if (principal === undefined || found === undefined) return [];
  const { object, path } = found;
  const rule = objectsAt(specOf(object), 'rules')[Number(path[2])] ?? {};
  const sources = objectsAt(rule, 'from').map(from => ({ ...from, source: exempted((from['source'] ?? {}) as Source, principal) }));
  const from = sources.length === 0 ? [{ source: { notPrincipals: [principal] } }] : sources;
  return [{ text: `exempt ${principal} from rule ${Number(path[2]) + 1} of AuthorizationPolicy ${object.reference.namespace ?? 'default'}/${object.reference.name}`, changes: [setting(object, [...path.slice(0, 3), 'from'], from)] }];
}

interface Source {
  readonly notPrincipals?: readonly string[];
}

function exempted(source: Source, principal: string): Source {
  return { ...source, notPrincipals: [...(source.notPrincipals ?? []), principal] };
}

/** The identity that the server's proxy sees, where mutual TLS proves one. */
function principalOf({ way, arrival }: Course): string | undefined {
  const { world, sender } = way;
  if (sender.workload === undefined || arrival === undefined) return undefined;
  const { client: { sends } } = handshakeAt(way, arrival);
  const [trustDomain = 'cluster.local'] = trustDomains(world);
  return sends === 'mutual' ? `${trustDomain}/ns/${sender.workload.namespace}/sa/${sender.workload.serviceAccount}` : undefined;
}
