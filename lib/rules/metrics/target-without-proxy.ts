import { ofKind } from '../../intents/intents';
import { withoutProxy } from '../../systems/istio/membership';
import type { Reported, Rule } from '../rule';

/** Prometheus reads at a proxy, or through one, of pods that have none. */
export const targetWithoutProxy: Rule = {
  id: 'metrics/target-without-proxy',
  codes: [],
  severity: 'error',
  reads: 'intents',
  check: view =>
    ofKind(view.intents, 'scrape').flatMap(({ intent: { service, mode, monitor }, origin }): readonly Reported[] => {
      if (monitor === undefined || (mode !== 'merged' && mode !== 'istioCerts')) return [];
      return service.workloads.flatMap((workload): readonly Reported[] => {
        const why = withoutProxy(workload, view.facts.platform, view.intents);
        if (why === undefined) return [];
        const read = mode === 'merged' ? 'on port 15020, where its proxy would answer' : 'over mutual TLS, which its proxy would take';
        return [
          {
            constructs: [origin.path],
            message: `Prometheus reads ${service.name} ${read}, and ${workload.name} ${why}: the target would be down`,
            help: `bring ${workload.name} into the mesh, or read it with mode: 'direct'`,
          },
        ];
      });
    }),
};
