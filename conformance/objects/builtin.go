package main

import (
	"context"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	jsonserializer "k8s.io/apimachinery/pkg/runtime/serializer/json"
	"k8s.io/apiserver/pkg/authentication/user"
	genericreq "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/apiserver/pkg/warning"

	"k8s.io/kubernetes/pkg/api/legacyscheme"
	apiservice "k8s.io/kubernetes/pkg/api/service"
	api "k8s.io/kubernetes/pkg/apis/core"
)

var strict = jsonserializer.NewSerializerWithOptions(jsonserializer.DefaultMetaFactory, legacyscheme.Scheme, legacyscheme.Scheme, jsonserializer.SerializerOptions{Strict: true})

// judgeBuiltIn goes the way of a create request: strict decoding, defaulting, conversion to the internal type, then the strategy of
// the kind. After a strict-decoding error it goes on, where the server stops, so that one answer shows everything.
func judgeBuiltIn(raw []byte, strategy rest.RESTCreateStrategy, v *verdict) {
	object, gvk, err := strict.Decode(raw, nil, nil)
	if gvk == nil || runtime.IsNotRegisteredError(err) {
		return // a version of the kind that this server does not serve
	}
	v.Known = true
	if err != nil {
		v.refuse("%v", err)
	}
	if object == nil {
		return
	}
	legacyscheme.Scheme.Default(object)
	internal, err := legacyscheme.Scheme.UnsafeConvertToVersion(object, schema.GroupVersion{Group: gvk.Group, Version: runtime.APIVersionInternal})
	if err != nil {
		v.refuse("%v", err)
		return
	}
	m, err := meta.Accessor(internal)
	if err != nil {
		v.refuse("%v", err)
		return
	}
	complete(m, strategy.NamespaceScoped())
	if service, ok := internal.(*api.Service); ok {
		allocate(service)
	}
	ctx := warning.WithWarningRecorder(genericreq.WithNamespace(context.Background(), m.GetNamespace()), recorder{v})
	// What one may refer to is not asked: an administrator may everything.
	ctx = genericreq.WithUser(ctx, &user.DefaultInfo{Name: "admin", Groups: []string{user.SystemPrivilegedGroup}})
	ctx = genericreq.WithRequestInfo(ctx, &genericreq.RequestInfo{APIGroup: gvk.Group, APIVersion: gvk.Version, Verb: "create"})
	rest.FillObjectMetaSystemFields(m)
	if err := rest.BeforeCreate(strategy, ctx, internal); err != nil {
		v.refuse("%v", err)
	}
}

// complete fills what the request path would: the namespace of the URL, and a name for generateName.
func complete(m metav1.Object, namespaced bool) {
	if namespaced && m.GetNamespace() == "" {
		m.SetNamespace("default")
	}
	if m.GetName() == "" && m.GetGenerateName() != "" {
		m.SetName(m.GetGenerateName() + "x7k2p")
	}
}

// allocate fills what the Service registry's allocator would have filled before validation sees the object.
func allocate(service *api.Service) {
	spec := &service.Spec
	if spec.Type == api.ServiceTypeExternalName {
		return
	}
	if spec.ClusterIP == "" && len(spec.ClusterIPs) > 0 {
		spec.ClusterIP = spec.ClusterIPs[0]
	}
	if spec.ClusterIP == "" {
		spec.ClusterIP = "10.96.0.10"
	}
	if len(spec.ClusterIPs) == 0 {
		spec.ClusterIPs = []string{spec.ClusterIP}
	}
	if spec.IPFamilyPolicy == nil {
		policy := api.IPFamilyPolicySingleStack
		if len(spec.IPFamilies) > 1 {
			policy = api.IPFamilyPolicyRequireDualStack
		}
		spec.IPFamilyPolicy = &policy
	}
	if len(spec.IPFamilies) == 0 {
		spec.IPFamilies = []api.IPFamily{api.IPv4Protocol}
	}
	if apiservice.NeedsHealthCheck(service) && spec.HealthCheckNodePort == 0 {
		spec.HealthCheckNodePort = 32000
	}
}

type recorder struct{ v *verdict }

func (r recorder) AddWarning(_, text string) { r.v.Warnings = append(r.v.Warnings, text) }
