// policy asks an existing NetworkPolicy engine which connections a set allows, for every ordered pair of its workloads.
//
// Question: {"objects": [...], "port": 8080, "protocol": "TCP", "externals": ["203.0.113.7"]}
// Answer:   {"peers": [{"kind": "Deployment", "namespace": "shop", "name": "web"}, ...], "allowed": [[0, 1], ...]}
//
// A pair of a peer with itself stands for two pods of one workload. The engine knows networking.k8s.io/v1 only, sees neither the
// node nor host networking, and is wrong about NotIn when the key is absent (it says no match; Kubernetes says match).
package main

import (
	"encoding/json"
	"fmt"

	"github.com/mattfenwick/cyclonus/pkg/matcher"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"sealane.example/conformance/lines"
)

type question struct {
	Objects   []json.RawMessage `json:"objects"`
	Port      int               `json:"port"`
	Protocol  corev1.Protocol   `json:"protocol"`
	Externals []string          `json:"externals"`
}

// peer is a workload, or an address outside with kind External.
type peer struct {
	Kind      string `json:"kind"`
	Namespace string `json:"namespace"`
	Name      string `json:"name"`

	ip    string
	pod   *matcher.InternalPeer
	ports []corev1.ContainerPort
}

type answer struct {
	Peers   []peer   `json:"peers"`
	Allowed [][2]int `json:"allowed"`
}

func main() {
	lines.Serve(func(q question) (answer, error) {
		s, err := read(q.Objects)
		if err != nil {
			return answer{}, err
		}
		for _, address := range q.Externals {
			s.peers = append(s.peers, peer{Kind: "External", Name: address, ip: address})
		}
		return answer{Peers: s.peers, Allowed: s.allowed(q.Port, q.Protocol)}, nil
	})
}

// allowed looks at every ordered pair that has a workload at one end at least.
func (s *set) allowed(port int, protocol corev1.Protocol) [][2]int {
	policy := matcher.BuildNetworkPolicies(true, s.policies)
	pairs := [][2]int{}
	for i, from := range s.peers {
		for j, to := range s.peers {
			if from.pod == nil && to.pod == nil {
				continue
			}
			destination := to.ip
			if i == j {
				destination = "10.244.255.254" // the other pod of the same workload
			}
			traffic := &matcher.Traffic{
				Source:           &matcher.TrafficPeer{IP: from.ip, Internal: from.pod},
				Destination:      &matcher.TrafficPeer{IP: destination, Internal: to.pod},
				ResolvedPort:     port,
				ResolvedPortName: to.portName(port, protocol),
				Protocol:         protocol,
			}
			if policy.IsTrafficAllowed(traffic).IsAllowed() {
				pairs = append(pairs, [2]int{i, j})
			}
		}
	}
	return pairs
}

// portName resolves a named port of a policy the way a node does: through the container ports of the receiving pod.
func (p peer) portName(port int, protocol corev1.Protocol) string {
	for _, declared := range p.ports {
		if int(declared.ContainerPort) == port && (declared.Protocol == protocol || declared.Protocol == "" && protocol == corev1.ProtocolTCP) {
			return declared.Name
		}
	}
	return ""
}

type set struct {
	policies []*networkingv1.NetworkPolicy
	peers    []peer
}

// object is what is read of workloads, Pods and Namespaces.
type object struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata"`
	Spec              struct {
		Template   *corev1.PodTemplateSpec `json:"template"`
		Containers []corev1.Container      `json:"containers"`
	} `json:"spec"`
}

func read(objects []json.RawMessage) (*set, error) {
	s := &set{peers: []peer{}}
	namespaces := map[string]map[string]string{}
	for _, raw := range objects {
		var head object
		if err := json.Unmarshal(raw, &head.TypeMeta); err != nil {
			return nil, err
		}
		switch head.Kind {
		case "Namespace":
			if err := json.Unmarshal(raw, &head); err != nil {
				return nil, err
			}
			namespaces[head.Name] = head.Labels
		case "NetworkPolicy":
			policy := &networkingv1.NetworkPolicy{}
			if err := json.Unmarshal(raw, policy); err != nil {
				return nil, err
			}
			policy.Namespace = orDefault(policy.Namespace)
			s.policies = append(s.policies, policy)
		case "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "Pod":
			if err := json.Unmarshal(raw, &head); err != nil {
				return nil, err
			}
			s.peers = append(s.peers, peerOf(head, len(s.peers)))
		}
	}
	for _, p := range s.peers {
		// Every namespace carries its name, whether the set says so or not: the API server writes this label.
		labels := map[string]string{"kubernetes.io/metadata.name": p.Namespace}
		for key, value := range namespaces[p.Namespace] {
			labels[key] = value
		}
		p.pod.NamespaceLabels = labels
	}
	return s, nil
}

func peerOf(o object, number int) peer {
	labels, containers := o.Labels, o.Spec.Containers
	if o.Spec.Template != nil {
		labels, containers = o.Spec.Template.Labels, o.Spec.Template.Spec.Containers
	}
	p := peer{Kind: o.Kind, Namespace: orDefault(o.Namespace), Name: o.Name, ip: fmt.Sprintf("10.244.%d.%d", number/250, number%250+1)}
	p.pod = &matcher.InternalPeer{PodLabels: labels, Namespace: p.Namespace}
	for _, container := range containers {
		p.ports = append(p.ports, container.Ports...)
	}
	return p
}

func orDefault(namespace string) string {
	if namespace == "" {
		return metav1.NamespaceDefault
	}
	return namespace
}
