import type { Workload } from '../cluster/workload';
import type { FieldPath } from '../model/finding';
import { fieldAt } from '../model/object';

/** A question that the kubelet asks a container over HTTP. */
export interface HttpProbe {
  readonly kind: 'livenessProbe' | 'readinessProbe' | 'startupProbe';
  /** `/health` */
  readonly path: string;
  /** `undefined` where the name of a port is not declared. */
  readonly port: number | undefined;
  /** Where it stands in the pod. */
  readonly at: FieldPath;
}

const kinds = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;

/** Probes over HTTP of the containers of a pod that hold its DNS server: those of an image that says so, or the only one. */
export function probesOf(workload: Workload): readonly HttpProbe[] {
  const { spec, ports } = workload;
  const containers: readonly unknown[] = Array.isArray(spec['containers']) ? spec['containers'] : [];
  return containers.flatMap((container, i) => {
    if (containers.length > 1 && !/coredns|node-cache/.test(String(fieldAt(container, 'image')))) return [];
    return kinds.flatMap((kind): readonly HttpProbe[] => {
      const get = fieldAt(container, kind, 'httpGet');
      if (get === undefined) return [];
      const [path, port] = [fieldAt(get, 'path'), fieldAt(get, 'port')];
      const number = typeof port === 'number' ? port : /^\d+$/.test(String(port)) ? Number(port) : ports.find(({ name }) => name === port)?.port;
      return [{ kind, path: typeof path === 'string' ? path.replace(/^(?!\/)/, '/') : '/', port: number, at: ['containers', i, kind, 'httpGet'] }];
    });
  });
}

/** Seconds that pods have to stop in. */
export function graceOf({ spec }: Workload): number {
  const grace = spec['terminationGracePeriodSeconds'];
  return typeof grace === 'number' ? grace : 30;
}
