import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { namespaceOf, objectsAt, specOf } from '../../mesh/fields';
import { defaultProviders, meshConfigKnown, rootNamespace } from '../../mesh/mesh-config';
import { matchLabels } from '../../mesh/sidecars';
import type { Reported, Rule, Unsettled } from '../rule';

/** Access logging that names no provider, where nothing around it names one: no line is written. */
export const logProviderMissing: Rule = {
  id: 'metrics/log-provider-missing',
  codes: ['IST0157'],
  severity: 'warning',
  reads: 'effective',
  check: world => world.cluster.of('telemetry.istio.io', 'Telemetry').flatMap(telemetry => objectsAt(specOf(telemetry), 'accessLogging').flatMap((logging, i): readonly (Reported | Unsettled)[] => {
    if (logging['disabled'] === true || objectsAt(logging, 'providers').length > 0 || inherited(world, telemetry)) return [];
    if (!meshConfigKnown(world)) return [{ object: telemetry, unknown: 'the mesh configuration is not in the input' }];
    if (defaultProviders(world, 'accessLogging').length > 0) return [];
    return [{
      object: telemetry,
      path: ['spec', 'accessLogging', i],
      message: 'accessLogging names no provider, and the mesh configuration has no default: nothing is logged',
      help: 'name one, such as providers: [{ name: envoy }], or set defaultProviders.accessLogging of the mesh',
    }];
  })),
};

/** What a Telemetry does not say it takes from that of its namespace, and that from the mesh's. */
function inherited(world: World, telemetry: ClusterObject): boolean {
  const around = new Set([namespaceOf(telemetry), rootNamespace(world)]);
  return world.cluster.of('telemetry.istio.io', 'Telemetry').some(other => other !== telemetry && around.has(namespaceOf(other)) && Object.keys(matchLabels(other)).length === 0 && objectsAt(specOf(other), 'accessLogging').some(logging => objectsAt(logging, 'providers').length > 0));
}
