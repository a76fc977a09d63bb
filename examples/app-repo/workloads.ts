import type { Manifest } from 'sealane';

/** The parts in which the workloads of the shop differ. */
interface Part {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly image: string;
  readonly port: { readonly name: string; readonly containerPort: number };
  readonly replicas: number;
}

const restricted = { runAsNonRoot: true, allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] }, seccompProfile: { type: 'RuntimeDefault' } };

/** A pod template: its own service account, because a caller without one has no identity of its own in the mesh. */
function template({ name, labels, image, port }: Part): object {
  return {
    metadata: { labels },
    spec: {
      serviceAccountName: name,
      containers: [
        {
          name: 'main',
          image,
          ports: [port],
          readinessProbe: { tcpSocket: { port: port.name } },
          resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
          securityContext: restricted,
        },
      ],
    },
  };
}

export function deployment(part: Part): Manifest {
  const { name, namespace, labels, replicas } = part;
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace, labels }, spec: { replicas, selector: { matchLabels: labels }, template: template(part) } };
}

export function statefulSet(part: Part): Manifest {
  const { name, namespace, labels, replicas } = part;
  return { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name, namespace, labels }, spec: { serviceName: name, replicas, selector: { matchLabels: labels }, template: template(part) } };
}

export function serviceAccount(name: string, namespace: string): Manifest {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } };
}
