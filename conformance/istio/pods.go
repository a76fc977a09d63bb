package main

import (
	"encoding/json"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

const proxyName = "istio-proxy"

// workload is what is read of a Deployment, StatefulSet, DaemonSet, ReplicaSet or Job.
type workload struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata"`
	Spec              struct {
		Template corev1.PodTemplateSpec `json:"template"`
	} `json:"spec"`
}

// podsOf returns one Pod per workload, as a cluster would show it. Several analyzers look at Pods alone and accuse the selectors of a
// correct set that has only Deployments (IST0101, IST0127, IST0173).
func podsOf(objects []json.RawMessage) ([]json.RawMessage, error) {
	namespaces := map[string]map[string]string{}
	var workloads []workload
	for _, raw := range objects {
		var w workload
		var head metav1.TypeMeta
		if json.Unmarshal(raw, &head) != nil {
			continue
		}
		switch head.Kind {
		case "Namespace":
			if json.Unmarshal(raw, &w) == nil {
				namespaces[w.Name] = w.Labels
			}
		case "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job":
			if json.Unmarshal(raw, &w) == nil {
				workloads = append(workloads, w)
			}
		}
	}
	pods := make([]json.RawMessage, 0, len(workloads))
	for _, w := range workloads {
		labels, known := namespaces[w.Namespace]
		pod, err := json.Marshal(podOf(w, labels, known))
		if err != nil {
			return nil, err
		}
		pods = append(pods, pod)
	}
	return pods, nil
}

func podOf(w workload, namespace map[string]string, known bool) *corev1.Pod {
	pod := &corev1.Pod{TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Pod"}, ObjectMeta: *w.Spec.Template.ObjectMeta.DeepCopy(), Spec: *w.Spec.Template.Spec.DeepCopy()}
	pod.Name, pod.Namespace = w.Name+"-5c9f7d6b8-x7k2p", w.Namespace
	if pod.Namespace == "" {
		pod.Namespace = metav1.NamespaceDefault
	}
	switch {
	case pod.Spec.HostNetwork || hasProxy(pod.Spec.Containers):
	case namespace["istio.io/dataplane-mode"] == "ambient":
		if pod.Annotations == nil {
			pod.Annotations = map[string]string{}
		}
		pod.Annotations["ambient.istio.io/redirection"] = "enabled"
	case injected(pod.Labels, namespace, known):
		always := corev1.ContainerRestartPolicyAlways
		pod.Spec.InitContainers = append(pod.Spec.InitContainers, corev1.Container{Name: proxyName, Image: "istio/proxyv2:1.31.1", RestartPolicy: &always})
	}
	return pod
}

func hasProxy(containers []corev1.Container) bool {
	for _, c := range containers {
		if c.Name == proxyName {
			return true
		}
	}
	return false
}

// injected follows the selectors of the injection webhook: the pod's own label wins, then the namespace's. A namespace that is not
// in the set says nothing, and is taken to be enrolled: sets are often given without it.
func injected(pod, namespace map[string]string, known bool) bool {
	if choice, ok := pod["sidecar.istio.io/inject"]; ok {
		return choice == "true"
	}
	if choice, ok := namespace["istio-injection"]; ok {
		return choice == "enabled"
	}
	return !known || namespace["istio.io/rev"] != "" || pod["istio.io/rev"] != ""
}
