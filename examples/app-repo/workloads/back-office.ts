import type { Cluster } from '../cluster';
import { accounts, deployment, job, statefulSet } from './manifests';

const ports = { http: { port: 80, targetPort: 8080 } };

/** The database, and what writes to it. Both are in eu alone. */
export function backOffice({ net, shop: { chart, namespace: ns } }: Cluster) {
  const namespace = ns.name;
  accounts(chart, namespace, ['worker', 'migrate', 'orders-db']);

  const image = 'registry.example/worker:5.4.1';
  const worker = net.workload(deployment({ name: 'worker', namespace, image, ports: [{ name: 'http', containerPort: 8080 }], replicas: 2 }));
  const migrate = net.workload(job({ name: 'migrate', namespace, image, container: { args: ['migrate'] } }));
  const database = net.workload(
    statefulSet(
      {
        name: 'orders-db',
        namespace,
        image: 'registry.example/postgres:18.1',
        ports: [{ name: 'tcp-pg', containerPort: 5432 }],
        container: { volumeMounts: [{ name: 'data', mountPath: '/var/lib/postgresql' }] },
      },
      { volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '100Gi' } } } }] },
    ),
  );
  return {
    worker,
    migrate,
    database,
    workerService: net.service({ name: 'worker', namespace: ns, ports, workload: worker }),
    // Headless: clients of a database want its pods by name, orders-db-0, not any of them.
    databaseService: net.service({ name: 'orders-db', namespace: ns, ports: { 'tcp-pg': { port: 5432 } }, workload: database, headless: true }),
  };
}

export type BackOffice = ReturnType<typeof backOffice>;

/** The worker as us sees it: a Service without pods, so that its name resolves there. */
export function workerElsewhere({ net, shop: { namespace } }: Cluster) {
  return net.service({ name: 'worker', namespace, ports, remote: true });
}
