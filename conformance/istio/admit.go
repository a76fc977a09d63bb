package main

import (
	"encoding/json"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"istio.io/istio/pilot/pkg/config/kube/crd"
	"istio.io/istio/pkg/config"
	"istio.io/istio/pkg/config/schema/collections"
)

// verdict of istiod's validating webhook. Known is false for kinds that it does not look at.
type verdict struct {
	Known    bool     `json:"known"`
	Errors   []string `json:"errors"`
	Warnings []string `json:"warnings"`
}

// admit goes the way of the webhook: find the schema, convert, validate. Errors and warnings stay apart, because a warning is shown
// to whoever applies the object and then forgotten.
func admit(raw json.RawMessage) verdict {
	v := verdict{Errors: []string{}, Warnings: []string{}}
	var kind crd.IstioKind
	var head metav1.TypeMeta
	if err := json.Unmarshal(raw, &head); err != nil {
		v.Errors = append(v.Errors, "not an object: "+err.Error())
		return v
	}
	gvk := schema.FromAPIVersionAndKind(head.APIVersion, head.Kind)
	found, ok := collections.Pilot.FindByGroupVersionAliasesKind(config.GroupVersionKind{Group: gvk.Group, Version: gvk.Version, Kind: gvk.Kind})
	if !ok {
		return v
	}
	v.Known = true
	if err := json.Unmarshal(raw, &kind); err != nil {
		v.Errors = append(v.Errors, "cannot be decoded: "+err.Error())
		return v
	}
	if kind.Namespace == "" {
		kind.Namespace = metav1.NamespaceDefault
	}
	converted, err := crd.ConvertObject(found, &kind, "cluster.local")
	if err != nil {
		v.Errors = append(v.Errors, "cannot be converted: "+err.Error())
		return v
	}
	warning, err := found.ValidateConfig(*converted)
	if warning != nil {
		v.Warnings = append(v.Warnings, warning.Error())
	}
	if err != nil {
		v.Errors = append(v.Errors, err.Error())
	}
	return v
}
