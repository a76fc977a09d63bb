import { oncePerWorld, type World } from './cluster';

/** Groups whose kinds make no pods, or only such as stand in the input themselves. */
const without = /^$|^(?:apps|batch|policy|autoscaling|extensions)$|(?:^|\.)(?:k8s\.io|istio\.io|x-k8s\.io|cert-manager\.io|external-secrets\.io|kyverno\.io|gatekeeper\.sh)$|^(?:cilium\.io|projectcalico\.org|crd\.projectcalico\.org|keda\.sh|bitnami\.com|argoproj\.io|kustomize\.toolkit\.fluxcd\.io|source\.toolkit\.fluxcd\.io|traefik\.io|projectcontour\.io)$/;
/** Kinds of a group without pods that do make some, and the other way round. */
const making = new Set(['argoproj.io/Workflow', 'argoproj.io/CronWorkflow', 'argoproj.io/EventSource', 'argoproj.io/Sensor', 'gateway.networking.k8s.io/Gateway']);
const idle = new Set(['monitoring.coreos.com/ServiceMonitor', 'monitoring.coreos.com/PodMonitor', 'monitoring.coreos.com/PrometheusRule', 'monitoring.coreos.com/Probe', 'monitoring.coreos.com/ScrapeConfig', 'monitoring.coreos.com/AlertmanagerConfig']);

/**
 * Namespaces in which a controller makes pods from an object of the input that is no workload itself, such as a database of an operator. What selects nobody
 * there may select those.
 */
export const namespacesOfOperators = oncePerWorld(({ cluster }: World): ReadonlySet<string> => {
  const found = new Set<string>();
  for (const { group, kind, reference } of cluster.objects) {
    const key = `${group}/${kind}`;
    if (reference.namespace !== undefined && (making.has(key) || (!without.test(group) && !idle.has(key)))) found.add(reference.namespace);
  }
  return found;
});
