import type { CidrPermit, NetworkArgs, Platform } from 'sealane/pulumi';
import type { Infrastructure } from './infrastructure';

/** The handles of a network, as `patterns` is given them. */
export type Handles<P extends Platform> = Parameters<NetworkArgs<P>['patterns']>[0];

/** The same shop on every cluster: namespaces, workloads and Services. */
export function shop<P extends Platform>(net: Handles<P>, { databaseAddress }: Infrastructure) {
  const namespace = net.namespace('shop', { create: true });
  const web = net.workload(deployment('web', { app: 'web' }));
  const version = (name: string) => net.workload(deployment(`reviews-${name}`, { app: 'reviews', version: name }, [
    // An Output is a value like any other; it reaches the container when it is known.
    { name: 'DATABASE_HOST', value: databaseAddress },
    { name: 'DATABASE_PASSWORD', valueFrom: { secretKeyRef: { name: 'database', key: 'password' } } },
  ]));
  const v1 = version('v1');
  const v2 = version('v2');
  return {
    namespace,
    web,
    v1,
    v2,
    webService: net.service({ name: 'web', namespace, ports: { http: { port: 80, targetPort: 8080 } }, workload: web }),
    reviews: net.service({ name: 'reviews', namespace, ports: { http: { port: 80, targetPort: 8080 } }, versions: { v1, v2 } }),
  };
}

/** What leaves the shop: each to one address, which is only known at deploy. Policies take blocks. */
export function ways({ v1, v2, web }: Pick<ReturnType<typeof shop>, 'v1' | 'v2' | 'web'>, { databaseAddress, bankAddress }: Infrastructure): readonly CidrPermit[] {
  const database = databaseAddress.apply(address => `${address}/32`);
  return [
    { name: 'v1-database', cidr: database, ports: [{ port: 5432 }], workload: v1 },
    { name: 'v2-database', cidr: database, ports: [{ port: 5432 }], workload: v2 },
    { name: 'bank', cidr: bankAddress.apply(address => `${address}/32`), ports: [{ port: 443 }], workload: web },
  ];
}

function deployment(name: string, labels: Readonly<Record<string, string>>, env: readonly object[] = []) {
  const container = { name: 'main', image: `registry.example/${name}:1.0.0`, ports: [{ name: 'http', containerPort: 8080 }], env };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'shop' },
    spec: { replicas: 2, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { serviceAccountName: name, containers: [container] } } },
  };
}
