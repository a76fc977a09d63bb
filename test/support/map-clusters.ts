import type { JsonObject } from '../../lib/model/json';
import { deployment, namespace, networkPolicy, service } from './closed';

/** Closed namespaces whose pods call one another: every Service two others, the second one in the next namespace. */
export function generatedMap(namespaces: number, services: number): readonly JsonObject[] {
  const [space, app] = [(i: number): string => `team-${i % namespaces}`, (j: number): string => `app-${j % services}`];
  return Array.from({ length: namespaces }, (_, i) => i).flatMap((i): readonly JsonObject[] => [
    namespace(space(i), i % 2 === 0 ? { 'istio-injection': 'enabled' } : {}),
    networkPolicy('deny', {}, space(i)),
    ...Array.from({ length: services }, (_, j) => j).flatMap(j => {
      const called = [[space(i), app(2 * j + 1)], [space(i + 1), app(j + 3)]].filter(([there, name]) => there !== space(i) || name !== app(j));
      const env = called.map(([there = '', name = ''], k) => ({ name: `URL_${k}`, value: `http://${name}.${there}.svc:80` }));
      const pods = deployment(app(j), { http: 8080 }, { namespace: space(i), spec: { containers: [{ name: 'main', image: 'registry.example/main:1', ports: [{ name: 'http', containerPort: 8080 }], env }] } });
      return [
        pods, service(app(j), { http: [80, 8080] }, { namespace: space(i) }),
        ...called.flatMap(([there = '', name = ''], k) => [
          networkPolicy(`out-${app(j)}-${k}`, { podSelector: { matchLabels: { app: app(j) } }, policyTypes: ['Egress'], egress: [{ to: [peer(there, name)], ports: [{ port: 8080 }] }] }, space(i)),
          // Every fifth is forgotten at the other end.
          ...(j % 5 === 4 ? [] : [networkPolicy(`in-${name}-${space(i)}-${app(j)}`, { podSelector: { matchLabels: { app: name } }, policyTypes: ['Ingress'], ingress: [{ from: [peer(space(i), app(j))], ports: [{ port: 8080 }] }] }, there)]),
        ]),
      ];
    }),
  ]);
}

function peer(there: string, name: string): JsonObject {
  return { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': there } }, podSelector: { matchLabels: { app: name } } };
}
