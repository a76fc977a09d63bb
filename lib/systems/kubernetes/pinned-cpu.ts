import { ofKind, type Recorded } from '../../intents/intents';
import type { ContainerResources, PinnedCpuIntent } from '../../intents/pinned-cpu';
import { isObject, type JsonObject } from '../../model/json';
import type { Labels } from '../../model/labels';
import { fieldAt } from '../../model/object';
import { sameQuantity } from '../../model/quantity';
import type { Platform } from '../../platform/platform';
import type { Contribution } from '../contribution';

/** Resources of every container, the place of the pods, and what the proxy gets. */
export function emitPinnedCpu(recorded: readonly Recorded[], platform: Platform): readonly Contribution[] {
  return ofKind(recorded, 'pinned-cpu').map(({ intent, origin }): Contribution => {
    const { workload, node, proxy } = intent;
    const toleration = node.taint === undefined ? {} : { tolerations: [{ key: node.label, operator: 'Equal', value: node.value, effect: node.taint }] };
    const injected = platform.mesh === 'istio' && platform.dataPlane === 'sidecar' && !workload.hostNetwork && workload.injected !== false;
    return {
      share: {
        owner: 'pod-template',
        workload,
        labels: {},
        annotations: injected ? proxyAnnotations(proxy, fieldAt(workload.template, 'metadata', 'annotations')) : {},
        spec: { nodeSelector: { [node.label]: node.value }, ...toleration, ...containers(intent) },
        without: 'its CPUs are not its own',
      },
      origin,
    };
  });
}

function containers({ workload, containers: wanted }: PinnedCpuIntent): JsonObject {
  const lists = (['containers', 'initContainers'] as const).map(list => {
    const present = fieldAt(workload.template, 'spec', list);
    const items = (Array.isArray(present) ? present.filter(isObject) : []).flatMap(container => {
      const resources = wanted.get(String(container['name']));
      return resources === undefined ? [] : [{ name: container['name'], resources: equal(resources, container['resources']) }];
    });
    return items.length === 0 ? {} : { [list]: items };
  });
  return Object.assign({}, ...lists) as JsonObject;
}

/** Requests and limits that are the same, in the words of the template where it says the same amount otherwise. */
function equal(wanted: ContainerResources, present: unknown): JsonObject {
  const side = (of: 'requests' | 'limits'): JsonObject => Object.fromEntries(Object.entries(wanted).map(([what, text]: [string, string]) => [what, alike(text, fieldAt(present, of, what))]));
  return { requests: side('requests'), limits: side('limits') };
}

function alike(wanted: string, present: unknown): unknown {
  return (typeof present === 'string' || typeof present === 'number') && sameQuantity(String(present), wanted) ? present : wanted;
}

/**
 * All four, pairwise equal: any one of them discards the default block, and a proxy without limits costs the pod its class. They also
 * govern `istio-init` (istio, injection template).
 */
function proxyAnnotations({ cpu, memory }: ContainerResources, present: unknown): Labels {
  const wanted = { proxyCPU: cpu, proxyCPULimit: cpu, proxyMemory: memory, proxyMemoryLimit: memory };
  return Object.fromEntries(Object.entries(wanted).map(([name, text]) => [`sidecar.istio.io/${name}`, alike(text, fieldAt(present, `sidecar.istio.io/${name}`))])) as Labels;
}
