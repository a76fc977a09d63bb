import { isObject, type JsonObject } from '../model/json';
import { fieldAt, groupOf, templatePath, type ObjectReference } from '../model/object';

/**
 * Defaults of built-in kinds that are code in Kubernetes and that evaluators rest on; schemas do not carry them.
 *
 * Source: `pkg/apis/{core,apps,batch,networking,discovery}/*\/defaults.go` of Kubernetes 1.36.
 */
export function defaultsOf({ apiVersion, kind }: Pick<ObjectReference, 'apiVersion' | 'kind'>, object: JsonObject): JsonObject {
  const change = table[`${groupOf(apiVersion)}/${kind}`];
  return change === undefined ? object : change(object, kind);
}

type Change = (object: JsonObject, kind: string) => JsonObject;

const replicated: Change = (object, kind) => templated(at(object, ['spec'], spec => ({ replicas: 1, ...spec })), kind);

const table: Readonly<Record<string, Change>> = {
  '/Pod': object => at(object, ['spec'], podSpec),
  '/ReplicationController': replicated,
  'apps/Deployment': replicated,
  'apps/ReplicaSet': replicated,
  'apps/StatefulSet': replicated,
  'apps/DaemonSet': (object, kind) => templated(object, kind),
  'batch/Job': (object, kind) => templated(at(object, ['spec'], spec => ({ ...(spec['parallelism'] === undefined && spec['completions'] === undefined ? { completions: 1 } : {}), parallelism: 1, ...spec })), kind),
  'batch/CronJob': (object, kind) => templated(object, kind),
  'argoproj.io/Rollout': replicated,
  'serving.knative.dev/Service': (object, kind) => templated(object, kind),
  '/Service': object => at(object, ['spec'], serviceSpec),
  '/Endpoints': object => items(object, 'subsets', subset => items(subset, 'ports', withProtocol)),
  'discovery.k8s.io/EndpointSlice': object => items(object, 'ports', port => ({ name: '', protocol: 'TCP', ...port })),
  'networking.k8s.io/NetworkPolicy': object => at(object, ['spec'], networkPolicySpec),
};

/** The pod template of a workload, where it stands. */
function templated(object: JsonObject, kind: string): JsonObject {
  const path = [...templatePath(kind), 'spec'];
  return isObject(fieldAt(object, ...path)) ? at(object, path, podSpec) : object;
}

function podSpec(spec: JsonObject): JsonObject {
  const host = spec['hostNetwork'] === true;
  const container: (container: JsonObject) => JsonObject = each =>
    items(each, 'ports', port => ({ protocol: 'TCP', ...(host && port['hostPort'] === undefined ? { hostPort: port['containerPort'] } : {}), ...port }));
  const account = spec['serviceAccountName'] ?? spec['serviceAccount'] ?? 'default';
  const named = { restartPolicy: 'Always', dnsPolicy: 'ClusterFirst', ...spec, serviceAccountName: account === '' ? 'default' : account };
  return items(items(named, 'containers', container), 'initContainers', container);
}

/** A `targetPort` of 0 or `''` counts as absent, as in `SetDefaults_Service`. */
function serviceSpec(spec: JsonObject): JsonObject {
  const type = spec['type'] === undefined || spec['type'] === '' ? 'ClusterIP' : spec['type'];
  const stated = { ...spec, type, sessionAffinity: spec['sessionAffinity'] ?? 'None' };
  return items(stated, 'ports', port => {
    const target = port['targetPort'];
    return target === undefined || target === 0 || target === '' ? { ...withProtocol(port), targetPort: port['port'] } : withProtocol(port);
  });
}

/** An omitted list of types is Ingress, and Egress where an egress rule stands. */
function networkPolicySpec(spec: JsonObject): JsonObject {
  const egress = spec['egress'];
  const listed = spec['policyTypes'];
  const policyTypes = Array.isArray(listed) && listed.length > 0 ? (listed as unknown[]) : ['Ingress', ...(Array.isArray(egress) && egress.length > 0 ? ['Egress'] : [])];
  const rule: (rule: JsonObject) => JsonObject = each => items(each, 'ports', withProtocol);
  const stated = spec['podSelector'] !== undefined && spec['policyTypes'] === policyTypes ? spec : { podSelector: {}, ...spec, policyTypes };
  return items(items(stated, 'ingress', rule), 'egress', rule);
}

function withProtocol(port: JsonObject): JsonObject {
  return port['protocol'] === undefined ? { protocol: 'TCP', ...port } : port;
}

/**
 * A copy in which the object at a path is changed; the way there is copied, the rest shared. A missing object is made only at the last step.
 * Where nothing changes there is no copy: most authors write out what would be filled in.
 */
function at(object: JsonObject, path: readonly string[], change: (value: JsonObject) => JsonObject): JsonObject {
  const [step, ...rest] = path;
  if (step === undefined) return change(object);
  const inner = object[step];
  if (inner !== undefined && !isObject(inner)) return object;
  const changed = at(inner ?? {}, rest, change);
  return changed === inner ? object : { ...object, [step]: changed };
}

/** A copy in which each object of a list is changed, or the object itself where none is. */
function items(object: JsonObject, field: string, change: (value: JsonObject) => JsonObject): JsonObject {
  const list: unknown = object[field];
  if (!Array.isArray(list)) return object;
  const changed = list.map((item: unknown) => (isObject(item) ? change(item) : item));
  return changed.every((item, i) => item === list[i]) ? object : { ...object, [field]: changed };
}
