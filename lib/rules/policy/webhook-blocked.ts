import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import type { FieldPath } from '../../model/finding';
import { describe, fieldAt, textAt } from '../../model/object';
import { admission, coversPort } from '../../reach/admission';
import { namespacesMeant } from '../../reach/meant';
import { podsOf } from '../../reach/pods';
import { behind, portsFor } from '../../reach/service-ports';
import type { Policy } from '../../reach/policy';
import { closing } from '../blocked';
import type { Reported, Rule, Unsettled, View } from '../rule';

/** A webhook that is closed for the API server, which is no pod that a selector could mean: calls time out, and with failurePolicy Fail nothing can be deployed. */
export const webhookBlocked: Rule = {
  id: 'policy/webhook-blocked',
  codes: [],
  severity: 'error',
  reads: 'effective',
  check: view => called(view).flatMap(call => judged(view, call)),
};

/** A Service that the API server calls. */
interface Call {
  readonly object: ClusterObject;
  readonly path: FieldPath;
  readonly service: unknown;
}

function called({ cluster }: World): readonly Call[] {
  const hooks = ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'].flatMap(kind => cluster.of('admissionregistration.k8s.io', kind).flatMap(object => {
    const list = fieldAt(object.effective, 'webhooks');
    return (Array.isArray(list) ? list : []).map((hook: unknown, i): Call => ({ object, path: ['webhooks', i, 'clientConfig', 'service'], service: fieldAt(hook, 'clientConfig', 'service') }));
  }));
  const at = (group: string, kind: string, ...path: readonly string[]): readonly Call[] => cluster.of(group, kind).map(object => ({ object, path, service: fieldAt(object.effective, ...path) }));
  return [...hooks, ...at('apiregistration.k8s.io', 'APIService', 'spec', 'service'), ...at('apiextensions.k8s.io', 'CustomResourceDefinition', 'spec', 'conversion', 'webhook', 'clientConfig', 'service')];
}

function judged(view: View, { object, path, service: named }: Call): readonly (Reported | Unsettled)[] {
  const [namespace, name, port] = [textAt(named, 'namespace'), textAt(named, 'name'), fieldAt(named, 'port') ?? 443];
  const service = name === undefined ? undefined : view.cluster.find('', 'Service', namespace, name);
  if (service === undefined) return [];
  return behind(view.cluster, service).flatMap((workload): readonly (Reported | Unsettled)[] => {
    const target = portsFor(service, workload).find(({ number }) => number === port)?.target;
    if (target === undefined) return [];
    const { admitted, selecting } = admission(view, podsOf(workload), 'ingress', { outside: true }, { number: target });
    const policy = closing(selecting);
    if (admitted === 'yes' || policy === undefined) return [];
    if (admitted === 'unknown' || meansControlPlane(view, selecting, target)) return [{ unknown: 'whether policies let the API server call a webhook', object }];
    return [{
      object: policy.object,
      path: ['spec'],
      message: `${describe(policy.object.reference)} closes ${workload.kind} ${workload.name}, which the API server calls on port ${target} for ${describe(object.reference)}: it is no pod, so no selector admits it`,
      help: `admit TCP ${target} from the addresses of the control plane, or from everywhere`,
      near: [{ object, path }],
    }];
  });
}

/** Where the API server runs as a pod on the host network, some plugins take it for a pod of kube-system. */
function meansControlPlane(view: View, selecting: readonly Policy[], number: number): boolean {
  return selecting.some(policy => policy.ingress.some(rule => coversPort(rule, { number }, undefined) !== 'no' && rule.peers.some(peer => peer.kind === 'pods' && peer.namespaces !== undefined && (Object.keys(peer.namespaces).length === 0 || JSON.stringify(peer.namespaces).includes('"kube-system"') || namespacesMeant(view, policy, peer).includes('kube-system')))));
}
