import { ofKind, type Recorded } from '../../intents/intents';
import type { ExternalEnd } from '../../intents/subjects';
import { registered } from '../../systems/external';
import { withoutProxy } from '../../systems/istio/membership';
import { refusingPort } from '../../systems/istio/modes';
import type { Reported, Rule } from '../rule';

/** A caller without a proxy towards a server that refuses plaintext: every call is reset. */
export const plaintextCaller: Rule = {
  id: 'mtls/plaintext-caller',
  codes: ['MTLS-07'],
  severity: 'error',
  reads: 'intents',
  check: view => [
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
  ],
};

/** What a proxy does on the way out is not done for a caller without one: its plaintext meets an egress gateway, or a server, that wants TLS. */
function outward(caller: string, { external, port }: ExternalEnd, why: string, path: string, intents: readonly Recorded[]): readonly Reported[] {
  const asked = registered(intents, external);
  const missing = asked?.through !== undefined ? `leads its call to egress gateway ${asked.through.name}` : asked?.originate.has(port.name) === true ? `begins TLS for it on port ${port.name}` : undefined;
  if (missing === undefined) return [];
  return [{ constructs: [path], message: `edge ${caller} to ${external.name}: the caller ${why}, so nobody ${missing}`, help: `bring ${caller} into the mesh, or give it an external service of its own` }];
}
