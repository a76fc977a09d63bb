import type { CniName } from '../../../platform/cni';
import type { Scene } from '../scene';
import { creates, reads, type StepCommand } from '../step';
import { inPod, type End } from './in-pod';
import type { StepText } from './text';

/** Steps of REACH: a policy admits or does not admit, at each end. */
export const reachSteps = {
  egress: (scene: Scene): StepText => ({
    title: 'policies of the client: may it leave',
    commands: [...policies('"$NS"'), ...ofPlugin(scene, 'client'), ...(scene.fromOutside ? [] : [connects(scene)])],
    healthy: 'no drop at the plugin while the client connects; the connection to the pod itself opens (a proxy opens any: there the answer counts)',
  }),
  ingress: (scene: Scene): StepText => ({
    title: 'policies of the server: may the client come in',
    commands: [...policies('"$SERVER_NS"'), ...ofPlugin(scene, 'server'), ...(scene.fromOutside ? [] : [connects(scene)])],
    healthy: 'no drop at the plugin while the client connects; the connection to the pod itself opens (a proxy opens any: there the answer counts)',
  }),
} as const;

function policies(namespace: string): readonly StepCommand[] {
  return [
    reads(`kubectl -n ${namespace} get networkpolicies.networking.k8s.io -o custom-columns='NAME:.metadata.name,SELECTS:.spec.podSelector,TYPES:.spec.policyTypes'`),
    reads('kubectl api-resources --verbs=list --api-group=policy.networking.k8s.io'),
  ];
}

/** Past DNS and Service, to the pod itself. */
function connects(scene: Scene): StepCommand {
  return inPod(scene, 'client', 'nc -zv -w 3 "$(kubectl -n "$SERVER_NS" get pod "$SERVER_POD" -o jsonpath=\'{.status.podIP}\')" "$SERVER_PORT"');
}

const nodeOf = { client: '"$(kubectl -n "$NS" get pod "$POD" -o jsonpath=\'{.spec.nodeName}\')"', server: '"$(kubectl -n "$SERVER_NS" get pod "$SERVER_POD" -o jsonpath=\'{.spec.nodeName}\')"' } as const;
const named = { client: '"$NS/$POD"', server: '"$SERVER_NS/$SERVER_POD"' } as const;

/** What the network plugin says itself. Where nobody said which it is, the command that shows it. */
function ofPlugin({ cni }: Scene, end: End): readonly StepCommand[] {
  const asked = plugins[cni];
  return asked === undefined ? [reads('kubectl get daemonsets -A -o wide')] : asked(end);
}

const cilium = (end: End): readonly StepCommand[] => [
  reads('kubectl get ciliumnetworkpolicies.cilium.io,ciliumclusterwidenetworkpolicies.cilium.io -A'),
  reads(`hubble observe --${end === 'client' ? 'from' : 'to'}-pod ${named[end]} --verdict DROPPED --last 20`),
  reads(`timeout 20 kubectl -n kube-system exec "$(kubectl -n kube-system get pods -l k8s-app=cilium --field-selector spec.nodeName=${nodeOf[end]} -o jsonpath='{.items[0].metadata.name}')" -c cilium-agent -- cilium-dbg monitor --type drop`),
];

const calico = (): readonly StepCommand[] => [
  reads('kubectl get networkpolicies.crd.projectcalico.org,globalnetworkpolicies.crd.projectcalico.org -A'),
  // The operator and the plain manifests install it in different namespaces.
  reads('kubectl -n "$(kubectl get pods -A -l k8s-app=calico-node -o jsonpath=\'{.items[0].metadata.namespace}\')" logs -l k8s-app=calico-node -c calico-node --tail=200 --prefix --since=15m'),
];

const plugins: Partial<Readonly<Record<CniName, (end: End) => readonly StepCommand[]>>> = {
  cilium,
  'gke-dataplane-v2': end => [reads(`timeout 20 kubectl -n kube-system exec "$(kubectl -n kube-system get pods -l k8s-app=cilium --field-selector spec.nodeName=${nodeOf[end]} -o jsonpath='{.items[0].metadata.name}')" -c cilium-agent -- cilium-dbg monitor --type drop`)],
  calico,
  antrea: end => [
    reads('kubectl get networkpolicies.crd.antrea.io,clusternetworkpolicies.crd.antrea.io -A'),
    ...(end === 'client' ? [creates('a Traceflow, which ends after a minute: kubectl delete traceflow sealane-drops', [
      'kubectl apply -f - <<EOF',
      '{"apiVersion": "crd.antrea.io/v1beta1", "kind": "Traceflow", "metadata": {"name": "sealane-drops"}, "spec": {"liveTraffic": true, "droppedOnly": true, "timeout": 60,',
      ' "source": {"namespace": "$NS", "pod": "$POD"}, "destination": {"namespace": "$SERVER_NS", "pod": "$SERVER_POD"}}}',
      'EOF',
    ].join('\n'))] : []),
    reads('kubectl get traceflows.crd.antrea.io -o wide'),
  ],
  'aws-vpc': end => [reads('kubectl get policyendpoints.networking.k8s.aws -A'), reads(`kubectl -n kube-system logs "$(kubectl -n kube-system get pods -l k8s-app=aws-node --field-selector spec.nodeName=${nodeOf[end]} -o name)" -c aws-eks-nodeagent --tail=200 --since=15m`)],
  azure: () => [reads('kubectl -n kube-system get pods -l k8s-app=azure-npm -o wide')],
  'kube-router': () => [reads('kubectl -n kube-system logs -l k8s-app=kube-router --tail=200 --prefix --since=15m')],
  'ovn-kubernetes': end => [reads(`kubectl -n openshift-ovn-kubernetes exec "$(kubectl -n openshift-ovn-kubernetes get pods -l app=ovnkube-node --field-selector spec.nodeName=${nodeOf[end]} -o name)" -- tail -n 50 /var/log/ovn/acl-audit-log.log`)],
  kindnet: () => [reads('kubectl -n kube-system logs -l k8s-app=kindnet --tail=200 --prefix --since=15m')],
  flannel: () => [reads('kubectl get daemonsets -A -l app=flannel')],
};
