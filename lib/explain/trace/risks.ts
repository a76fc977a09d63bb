import type { World } from '../../cluster/cluster';
import { policiesOn } from '../../reach/admission';
import { podsOf } from '../../reach/pods';
import type { TraceCode } from './codes';
import type { HopEvidence } from './hop';
import type { Branch } from './trace';

/** What is open, or does nothing, beside the question whether requests arrive. */
export interface Risk {
  readonly code: TraceCode;
  readonly text: string;
  readonly evidence: readonly HopEvidence[];
}

/** Risks of a trace, each once: ports that bypass a proxy, and who protects them then. */
export function risksIn(world: World, branches: readonly Branch[]): readonly Risk[] {
  const found = new Map<string, Risk>();
  for (const { hops, arrives } of branches) {
    for (const { code, evidence } of hops) {
      const [first] = evidence;
      const workload = first === undefined ? undefined : world.cluster.workloads.find(({ object }) => object === first.object);
      if (code !== 'CAP-EXCLUDED' || workload === undefined || workload.name !== arrives) continue;
      const closed = policiesOn(world, podsOf(workload), 'ingress').length > 0;
      const text = `past the proxy of ${workload.name} neither STRICT nor AuthorizationPolicy holds; ${closed ? 'NetworkPolicies alone say who may open the port' : 'no NetworkPolicy selects its pods, so that anybody who can reach them may open the port'}`;
      found.set(text, { code, text, evidence });
    }
  }
  return [...found.values()];
}
