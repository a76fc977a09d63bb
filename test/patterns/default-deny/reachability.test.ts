import fc from 'fast-check';
import { isOpen, type Pod, type Transport } from '../../support/network-policy';
import { build, others, plans, type Built, type Plan } from '../../support/generated-shop';

/** Every port that anything here speaks on, and those that must never be open. */
const ports: readonly (readonly [number, Transport])[] = [
  ...[80, 443, 8080, 9090, 5432, 53, 4317, 6443, 15001, 15006, 15008, 15010, 15012, 15020, 15021, 15090].map(port => [port, 'TCP'] as const),
  [53, 'UDP'],
  [8080, 'UDP'],
];

/** Every connection that is open, as text. */
function openIn({ manifests, pods }: Built): ReadonlySet<string> {
  const all: readonly Pod[] = [...pods, ...Object.values(others)];
  return new Set(all.flatMap(from => all.flatMap(to => ports.filter(([port, protocol]) => isOpen(manifests, from, to, port, protocol)).map(([port, protocol]) => name(from, to, port, protocol)))));
}

const name = (from: Pod, to: Pod, port: number, protocol: Transport): string => [from, to].map(pod => `${pod.namespace}/${Object.values(pod.labels).join()}`).join(' > ') + ` ${protocol} ${port}`;

/** What ought to be open, from the plan alone. */
function expected(plan: Plan, { pods }: Built): ReadonlySet<string> {
  const all: readonly Pod[] = [...pods, ...Object.values(others)];
  const isClosed = (pod: Pod): boolean => plan.closed[['n0', 'n1', 'n2'].indexOf(pod.namespace)] === true;
  const declared = (from: Pod, to: Pod, port: number, protocol: Transport): boolean =>
    protocol === 'TCP' && plan.calls.some(([caller, callee]) => (pods[caller] ?? others.gateway) === from && pods[callee] === to && plan.workloads[callee]?.port === port);
  const together = (from: Pod, to: Pod): boolean => from.namespace === to.namespace && plan.sameNamespace[['n0', 'n1', 'n2'].indexOf(from.namespace)] === true;
  const mayLeave = (to: Pod, port: number, protocol: Transport): boolean =>
    (to === others.dns && port === 53) || (protocol === 'TCP' && ((plan.mesh && to === others.controlPlane && port === 15012) || (plan.tracing && to === others.collector && port === 4317)));
  const mayEnter = (from: Pod, to: Pod, port: number, protocol: Transport): boolean =>
    protocol === 'TCP' && ((plan.mesh && plan.monitoring && from === others.prometheus && (port === 15020 || port === 15090)) || (to === others.gateway && (port === 80 || (plan.mesh && port === 15021))));
  return new Set(
    all.flatMap(from =>
      all.flatMap(to =>
        ports
          .filter(([port, protocol]) => {
            const edge = declared(from, to, port, protocol) || together(from, to);
            return (!isClosed(from) || edge || mayLeave(to, port, protocol)) && (!isClosed(to) || edge || mayEnter(from, to, port, protocol));
          })
          .map(([port, protocol]) => name(from, to, port, protocol)),
      ),
    ),
  );
}

test('what is open is exactly the declared edges, on container ports, and the named necessities', () => {
  fc.assert(
    fc.property(plans, plan => {
      const built = build(plan);
      expect([...openIn(built)].sort()).toEqual([...expected(plan, built)].sort());
    }),
    { numRuns: 40 },
  );
});

test('adding an edge never closes anything', () => {
  fc.assert(
    fc.property(plans, fc.nat(), fc.nat(), (plan, from, to) => {
      const more: Plan = { ...plan, calls: [...plan.calls, [from % (plan.workloads.length + 1), to % plan.workloads.length]] };
      const after = openIn(build(more));
      expect([...openIn(build(plan))].filter(connection => !after.has(connection))).toEqual([]);
    }),
    { numRuns: 40 },
  );
});

test('an edge opens its one port from its caller to its callee, and nothing else', () => {
  fc.assert(
    fc.property(plans, fc.nat(), fc.nat(), (plan, from, to) => {
      const closed: Plan = { ...plan, closed: [true, true, true], sameNamespace: [false, false, false], calls: [] };
      const [caller, callee] = [from % plan.workloads.length, to % plan.workloads.length];
      const before = openIn(build(closed));
      const built = build({ ...closed, calls: [[caller, callee]] });
      const [a, b] = [built.pods[caller], built.pods[callee]];
      const opened = [...openIn(built)].filter(connection => !before.has(connection));
      expect(opened).toEqual(a === undefined || b === undefined ? [] : [name(a, b, plan.workloads[callee]?.port ?? 0, 'TCP')]);
    }),
    { numRuns: 40 },
  );
});

test('the evaluator of these tests knows the rules of the API', () => {
  const policy = (podSelector: unknown, policyTypes: readonly string[], rest: object): unknown => ({ podSelector, policyTypes, ...rest });
  const manifest = (spec: unknown) => [{ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'p', namespace: 'n' }, spec }];
  const a: Pod = { namespace: 'n', labels: { app: 'a' }, ip: '10.1.2.3' };
  const b: Pod = { namespace: 'n', labels: { app: 'b' }, named: { web: 80 } };
  const c: Pod = { namespace: 'm', labels: { app: 'a' } };
  expect(isOpen([], a, b, 80)).toBe(true);
  expect(isOpen(manifest(policy({}, ['Ingress'], {})), a, b, 80)).toBe(false);
  expect(isOpen(manifest(policy({ matchLabels: { app: 'x' } }, ['Ingress'], {})), a, b, 80)).toBe(true);
  expect(isOpen(manifest(policy({}, ['Egress'], {})), c, b, 80)).toBe(true);
  expect(isOpen(manifest(policy({}, ['Ingress'], { ingress: [{ from: [] }] })), c, b, 80)).toBe(true);
  const fromA = manifest(policy({}, ['Ingress'], { ingress: [{ from: [{ podSelector: { matchLabels: { app: 'a' } } }], ports: [{ port: 'web' }, { port: 90, endPort: 91 }] }] }));
  expect([80, 81, 90, 91, 92].filter(port => isOpen(fromA, a, b, port))).toEqual([80, 90, 91]);
  expect(isOpen(fromA, c, b, 80)).toBe(false);
  const byAddress = (except: readonly string[]): ReturnType<typeof manifest> => manifest(policy({}, ['Ingress'], { ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8', except } }] }] }));
  expect(isOpen(byAddress([]), a, b, 80)).toBe(true);
  expect(isOpen(byAddress(['10.1.0.0/16']), a, b, 80)).toBe(false);
});
