import { ApiObject, type Chart } from 'cdk8s';
import type { Manifest } from 'sealane';

/** A port of a container. */
interface Port {
  readonly name: string;
  readonly containerPort: number;
  readonly protocol?: 'UDP';
}

/** The parts in which the workloads of the shop differ. */
export interface Part {
  readonly name: string;
  readonly namespace: string;
  /** @default - `app` with the name */
  readonly labels?: Readonly<Record<string, string>>;
  readonly image: string;
  readonly ports?: readonly Port[];
  /** @default 3 */
  readonly replicas?: number;
  /** Fields of the pod beside its container. */
  readonly pod?: object;
  /** Fields of the container. */
  readonly container?: object;
}

// What Pod Security asks for at level "restricted".
const pod = { securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } };
const container = { securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } } };

const labelsOf = ({ name, labels = { app: name } }: Part) => labels;

/** A pod template with a service account of its own: a caller without one has no identity of its own in the mesh. */
function template(part: Part): object {
  const { name, image, ports = [] } = part;
  const [probed] = ports;
  return {
    metadata: { labels: labelsOf(part) },
    spec: {
      serviceAccountName: name,
      ...pod,
      ...part.pod,
      containers: [
        {
          name: 'main',
          image,
          ...(ports.length === 0 ? {} : { ports }),
          ...(probed === undefined || probed.protocol === 'UDP' ? {} : { readinessProbe: { tcpSocket: { port: probed.name } } }),
          resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
          ...container,
          ...part.container,
        },
      ],
    },
  };
}

function controller(kind: string, part: Part, fields: object): Manifest {
  const { name, namespace } = part;
  const labels = labelsOf(part);
  return { apiVersion: 'apps/v1', kind, metadata: { name, namespace, labels }, spec: { ...fields, selector: { matchLabels: labels }, template: template(part) } };
}

export const deployment = (part: Part): Manifest => controller('Deployment', part, { replicas: part.replicas ?? 3 });
export const statefulSet = (part: Part, fields: object = {}): Manifest => controller('StatefulSet', part, { serviceName: part.name, replicas: part.replicas ?? 3, ...fields });
export const daemonSet = (part: Part): Manifest => controller('DaemonSet', part, {});

/** A Job ends although it has a proxy beside it: since Kubernetes 1.33 istiod injects it as a sidecar container, which stops with the last other one. */
export function job(part: Part): Manifest {
  const { name, namespace } = part;
  const labels = labelsOf(part);
  const pods = template({ ...part, pod: { restartPolicy: 'OnFailure', ...part.pod } });
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: { name, namespace, labels }, spec: { backoffLimit: 3, template: pods } };
}

/** The service accounts that the templates name. */
export function accounts(chart: Chart, namespace: string, names: readonly string[]): void {
  for (const name of names) new ApiObject(chart, `account-${name}`, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } });
}
