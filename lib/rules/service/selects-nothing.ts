import { isComplete } from '../../cluster/complete';
import { oncePerWorld, type World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { labelsAt, namespaceOf, specOf, textAt } from '../../mesh/fields';
import { formatLabels, matches, type Labels } from '../../model/labels';
import { describe } from '../../model/object';
import { list } from '../../model/usage-error';
import type { Reported, Rule, Unsettled } from '../rule';
import { meansStatedPods } from '../stated-pods';

/** A Service whose selector selects no pod: it has an address, and nobody answers. */
export const selectsNothing: Rule = {
  id: 'service/selects-nothing',
  codes: [],
  severity: 'warning',
  reads: 'effective',
  check: world => world.cluster.of('', 'Service').flatMap(service => judge(world, service)),
};

/** Labels that controllers put on pods, and those by which software tells its leader while it runs. No template has them. */
const addedLater = /^(?:rollouts-)?pod-template-hash$|^(?:apps\.kubernetes\.io|statefulset\.kubernetes\.io|batch\.kubernetes\.io|controller-uid|job-name)|(?:^|[/-])(?:role|leader|master|primary)$/;

function judge(world: World, service: ClusterObject): readonly (Reported | Unsettled)[] {
  const [spec, namespace] = [specOf(service), namespaceOf(service)];
  const selector = labelsAt(spec, 'selector');
  if (Object.keys(selector).length === 0 || textAt(spec, 'type') === 'ExternalName') return [];
  if (world.cluster.labelled(namespace, selector).length > 0) return [];
  const ofTemplates = Object.fromEntries(Object.entries(selector).filter(([key]) => !addedLater.test(key)));
  if (Object.keys(ofTemplates).length < Object.keys(selector).length && (Object.keys(ofTemplates).length === 0 || world.cluster.labelled(namespace, ofTemplates).length > 0)) return [{ unknown: 'labels that are put on running pods are not in the input', object: service }];
  const all = isComplete(world.facts, namespace);
  const there = world.cluster.workloadsIn(namespace);
  if (!all && there.length === 0) return meansStatedPods(world, namespace, { matchLabels: selector }) ? [] : [{ unknown: 'the pods of the namespace are not in the input', object: service }];
  const operator = operated(world).get(namespace);
  if (!all && operator !== undefined) return [{ unknown: 'pods that an operator makes are not in the input', object: service }];
  const near = there.map(({ object, labels }) => ({ object, labels, shared: common(selector, labels) })).filter(({ shared }) => shared > 0).sort((a, b) => b.shared - a.shared).slice(0, 2);
  return [{
    object: service,
    path: ['spec', 'selector'],
    message: `no pod of namespace ${namespace} has ${formatLabels(selector)}`,
    help: near.length === 0 ? 'correct the selector, or the labels of the pod template' : `correct the selector, or the labels of the pod template of ${list(near.map(({ object }) => describe(object.reference)))}`,
    near: near.map(({ object, labels }) => ({ object, note: `labels: ${formatLabels(labels)}` })),
    ...(all ? { severity: 'error' as const } : { assumption: `pods with ${formatLabels(selector)} are not made outside the input` }),
  }];
}

function common(selector: Labels, labels: Labels): number {
  return Object.entries(selector).filter(([key, value]) => matches({ [key]: value }, labels)).length;
}

/** Groups whose custom objects make no pods of their own. */
const without = /(?:^|\.)(?:istio\.io|k8s\.io|cilium\.io|projectcalico\.org|cert-manager\.io|external-secrets\.io|bitnami\.com|gatekeeper\.sh|kyverno\.io|argoproj\.io|fluxcd\.io|keda\.sh|traefik\.io|traefik\.containo\.us)$/;
/** Kinds of the Prometheus operator that make none; `Prometheus` and `Alertmanager` do. */
const monitors = new Set(['ServiceMonitor', 'PodMonitor', 'Probe', 'PrometheusRule', 'ScrapeConfig', 'AlertmanagerConfig']);

/** Namespaces with an object of which an operator may make pods, and the first of these. */
const operated = oncePerWorld(({ cluster }): ReadonlyMap<string, ClusterObject> => {
  const pods = new Set(cluster.workloads.map(({ object }) => object));
  const found = new Map<string, ClusterObject>();
  for (const object of cluster.objects) {
    const { group, kind, reference: { namespace } } = object;
    if (namespace === undefined || found.has(namespace) || !group.includes('.') || without.test(group) || monitors.has(kind) || pods.has(object)) continue;
    found.set(namespace, object);
  }
  return found;
});
