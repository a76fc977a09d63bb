import type { ClusterObject } from '../../cluster/object';
import { ofKind, type Recorded } from '../../intents/intents';
import type { ExternalEnd } from '../../intents/subjects';
import { enrolment } from '../../mesh/capture';
import { acceptance, type Acceptance } from '../../mesh/connection';
import { knownCalls, type KnownCall } from '../../mesh/known-calls';
import { objectAt, specOf } from '../../mesh/fields';
import { describe, fieldAt } from '../../model/object';
import { registered } from '../../systems/external';
import { withoutProxy } from '../../systems/istio/membership';
import { refusingPort } from '../../systems/istio/modes';
import { called } from '../pods';
import type { Reported, Rule, Unsettled, View } from '../rule';

/** A caller without a proxy towards a server that refuses plaintext: every call is reset. */
export const plaintextCaller: Rule = {
  id: 'mtls/plaintext-caller',
  codes: ['MTLS-07', 'HOST-11', 'X2'],
  severity: 'error',
  reads: 'effective',
  intents: true,
  check: view => {
    const asked = amongIntents(view);
    // What a program says of an edge is said there, and not again of the objects that the edge became.
    return [...asked, ...(asked.length > 0 ? [] : amongObjects(view))];
  },
};

function amongIntents(view: View): readonly Reported[] {
  return [
    ...ofKind(view.intents, 'edge').flatMap(({ intent: { edge }, origin }): readonly Reported[] => {
      const { from, to } = edge;
      const why = from.type === 'workload' ? withoutProxy(from, view.facts.platform, view.intents) : undefined;
      if ('external' in to) return why === undefined ? [] : outward(from.name, to, why, origin.path, view.intents);
      const refusing = why === undefined ? undefined : refusingPort(to.service, to.port, view.intents);
      if (why === undefined || refusing === undefined) return [];
      return [
        {
          constructs: [origin.path],
          message: `edge ${from.name} to ${to.service.name}: the caller ${why}, and ${to.service.name} refuses plaintext on container port ${refusing}`,
          help: `bring ${from.name} into the mesh, or except port ${refusing} of ${to.service.name} with mode PERMISSIVE`,
        },
      ];
    }),
    ...ofKind(view.intents, 'scrape').flatMap(({ intent: { service, port, mode, monitor }, origin }): readonly Reported[] => {
      const refusing = mode === 'direct' ? refusingPort(service, port, view.intents) : undefined;
      if (refusing === undefined) return [];
      const known = monitor === undefined ? { severity: 'warning' as const, assumption: 'Prometheus has no certificate of the mesh' } : {};
      return [
        {
          ...known,
          constructs: [origin.path],
          message: `Prometheus reads container port ${refusing} of ${service.name} directly, and ${service.name} refuses plaintext there: the target would be down`,
          help: `set monitoring: { scrapeMode: 'merged' } on the platform, or except port ${refusing} with mode PERMISSIVE`,
        },
      ];
    }),
  ];
}

/** Calls that somebody has written down: an edge of `sealane.yaml`, a name in the environment, a NetworkPolicy for chosen callers. */
function amongObjects(view: View): readonly (Reported | Unsettled)[] {
  if (!view.cluster.of('security.istio.io', 'PeerAuthentication').some(saysStrict)) return [];
  const said = new Map<string, Reported | Unsettled>();
  for (const call of knownCalls(view)) {
    const { from, host, endpoint } = call;
    const key = `${from.namespace}/${from.kind}/${from.name} ${host.name} ${endpoint.port}`;
    if (said.has(key)) continue;
    const server = acceptance(view, endpoint.workload, endpoint.port);
    if (server.plaintext === 'yes') continue;
    const caller = enrolment(view, from);
    // Both have to be known: a caller that may have a proxy is no finding, and neither is a server that may have none.
    if (caller.enrolment === 'unknown' || (caller.enrolment === 'none' && server.plaintext === 'unknown')) said.set(key, { unknown: 'whether pods have a proxy', object: from.object });
    else if (caller.enrolment === 'none') said.set(key, refused(call, caller.reason, server));
  }
  return [...said.values()];
}

function saysStrict(policy: ClusterObject): boolean {
  const spec = specOf(policy);
  return [objectAt(spec, 'mtls'), ...Object.values(objectAt(spec, 'portLevelMtls') ?? {})].some(level => fieldAt(level, 'mode') === 'STRICT');
}

function refused({ from, host, endpoint, because, object, path }: KnownCall, why: string, { evidence }: Acceptance): Reported {
  return {
    object: object ?? from.object,
    path: path ?? [...from.templatePath, 'spec'],
    message: `${called(from)} calls ${host.object.reference.name} (${because}) and has no proxy: ${why}; ${endpoint.workload.name} refuses plaintext on port ${endpoint.port}`,
    help: `bring ${from.name} into the mesh, or except port ${endpoint.port} of ${endpoint.workload.name} with mode PERMISSIVE`,
    near: evidence.map(({ object: policy, path: at }) => ({ object: policy, path: at, note: `${describe(policy.reference)} says STRICT` })),
  };
}

/** What a proxy does on the way out is not done for a caller without one: its plaintext meets an egress gateway, or a server, that wants TLS. */
function outward(caller: string, { external, port }: ExternalEnd, why: string, path: string, intents: readonly Recorded[]): readonly Reported[] {
  const asked = registered(intents, external);
  const missing = asked?.through !== undefined ? `leads its call to egress gateway ${asked.through.name}` : asked?.originate.has(port.name) === true ? `begins TLS for it on port ${port.name}` : undefined;
  if (missing === undefined) return [];
  return [{ constructs: [path], message: `edge ${caller} to ${external.name}: the caller ${why}, so nobody ${missing}`, help: `bring ${caller} into the mesh, or give it an external service of its own` }];
}
