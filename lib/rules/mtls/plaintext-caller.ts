import { ofKind } from '../../intents/intents';
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
