package main

import (
	"fmt"
	"strings"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"sigs.k8s.io/yaml"

	meshconfig "istio.io/api/mesh/v1alpha1"
	"istio.io/istio/operator/pkg/render"
	"istio.io/istio/pkg/config/mesh"
	"istio.io/istio/pkg/kube/inject"
)

// installation is what a control plane installed with certain options would inject with.
type installation struct {
	config   inject.Config
	values   inject.ValuesConfig
	mesh     *meshconfig.MeshConfig
	webhooks []admissionv1.MutatingWebhook
}

// install renders the charts that are embedded in Istio's module and picks what injection reads: the injector's ConfigMap, the
// mesh config, and the webhooks with their selectors.
func install(set []string) (*installation, error) {
	manifests, _, err := render.GenerateManifest(nil, set, false, nil, nil)
	if err != nil {
		return nil, err
	}
	in := &installation{}
	for _, component := range manifests {
		for _, manifest := range component.Manifests {
			if err := in.take(manifest.GetKind(), manifest.GetName(), manifest.Content); err != nil {
				return nil, fmt.Errorf("%s %s: %w", manifest.GetKind(), manifest.GetName(), err)
			}
		}
	}
	if in.mesh == nil || in.config.Templates == nil || len(in.webhooks) == 0 {
		return nil, fmt.Errorf("the charts rendered no injector with %q", set)
	}
	return in, nil
}

func (in *installation) take(kind, name, content string) error {
	switch {
	case kind == "ConfigMap" && strings.HasPrefix(name, "istio-sidecar-injector"):
		var object corev1.ConfigMap
		err := yaml.Unmarshal([]byte(content), &object)
		if err != nil {
			return err
		}
		if in.config, err = inject.UnmarshalConfig([]byte(object.Data["config"])); err != nil {
			return err
		}
		in.values, err = inject.NewValuesConfig(object.Data["values"])
		return err
	case kind == "ConfigMap" && name == "istio":
		var object corev1.ConfigMap
		err := yaml.Unmarshal([]byte(content), &object)
		if err != nil {
			return err
		}
		in.mesh, err = mesh.ApplyMeshConfigDefaults(object.Data["mesh"])
		return err
	case kind == "MutatingWebhookConfiguration":
		var object admissionv1.MutatingWebhookConfiguration
		err := yaml.Unmarshal([]byte(content), &object)
		in.webhooks = append(in.webhooks, object.Webhooks...)
		return err
	}
	return nil
}

// selecting names the webhooks that a pod with these labels, in a namespace with those, would be sent to.
func (in *installation) selecting(namespace, pod map[string]string) ([]string, error) {
	names := []string{}
	for _, webhook := range in.webhooks {
		both := true
		for _, side := range []struct {
			selector *metav1.LabelSelector
			labels   map[string]string
		}{{webhook.NamespaceSelector, namespace}, {webhook.ObjectSelector, pod}} {
			if side.selector == nil {
				continue // an absent selector matches everything
			}
			selector, err := metav1.LabelSelectorAsSelector(side.selector)
			if err != nil {
				return nil, err
			}
			both = both && selector.Matches(labels.Set(side.labels))
		}
		if both {
			names = append(names, webhook.Name)
		}
	}
	return names, nil
}
