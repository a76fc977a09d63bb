package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	v1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	crdvalidation "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation"
	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apiextensions-apiserver/pkg/crdserverscheme"
	"k8s.io/apiextensions-apiserver/pkg/registry/customresource"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	genericreq "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/apiserver/pkg/warning"
	"sigs.k8s.io/yaml"
)

// resource is one served version of a CRD, ready to judge.
type resource struct {
	structural *structuralschema.Structural
	strategy   rest.RESTCreateStrategy
	namespaced bool
	deprecated string
}

// loadCRD takes the path of the API server: defaults, its check of the CRD itself, then structural schema, validator and strategy.
func loadCRD(file string) (map[string]*resource, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var crd v1.CustomResourceDefinition
	if err := yaml.Unmarshal(b, &crd); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	v1.SetDefaults_CustomResourceDefinition(&crd)
	v1.SetDefaults_CustomResourceDefinitionSpec(&crd.Spec)
	if err := checkCRD(&crd); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	out := map[string]*resource{}
	for _, version := range crd.Spec.Versions {
		if !version.Served || version.Schema == nil {
			continue
		}
		r, err := loadVersion(&crd, version)
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", file, version.Name, err)
		}
		out[version.Name] = r
	}
	return out, nil
}

func checkCRD(crd *v1.CustomResourceDefinition) error {
	var internal apiextensions.CustomResourceDefinition
	if err := v1.Convert_v1_CustomResourceDefinition_To_apiextensions_CustomResourceDefinition(crd, &internal, nil); err != nil {
		return err
	}
	for _, version := range crd.Spec.Versions {
		if version.Storage {
			internal.Status.StoredVersions = []string{version.Name}
		}
	}
	return crdvalidation.ValidateCustomResourceDefinition(context.Background(), &internal).ToAggregate()
}

func loadVersion(crd *v1.CustomResourceDefinition, version v1.CustomResourceDefinitionVersion) (*resource, error) {
	var props apiextensions.CustomResourceValidation
	if err := v1.Convert_v1_CustomResourceValidation_To_apiextensions_CustomResourceValidation(version.Schema, &props, nil); err != nil {
		return nil, err
	}
	structural, err := structuralschema.NewStructural(props.OpenAPIV3Schema)
	if err != nil {
		return nil, err
	}
	validator, _, err := validation.NewSchemaValidator(props.OpenAPIV3Schema)
	if err != nil {
		return nil, err
	}
	gvk := schema.GroupVersionKind{Group: crd.Spec.Group, Version: version.Name, Kind: crd.Spec.Names.Kind}
	namespaced := crd.Spec.Scope == v1.NamespaceScoped
	r := &resource{structural: structural, namespaced: namespaced}
	r.strategy = customresource.NewStrategy(crdserverscheme.NewUnstructuredObjectTyper(), namespaced, gvk, validator, nil, structural, nil, nil, version.SelectableFields)
	if version.Deprecated {
		r.deprecated = fmt.Sprintf("%s %s is deprecated", gvk.GroupVersion(), gvk.Kind)
		if version.DeprecationWarning != nil {
			r.deprecated = *version.DeprecationWarning
		}
	}
	return r, nil
}

// judge goes the way of a create request for a custom resource. Pruned fields are what strict field validation refuses.
func (r *resource) judge(raw []byte, v *verdict) {
	v.Known = true
	u := &unstructured.Unstructured{}
	if err := u.UnmarshalJSON(raw); err != nil {
		v.refuse("%v", err)
		return
	}
	if r.deprecated != "" {
		v.Warnings = append(v.Warnings, r.deprecated)
	}
	unknown, err := r.coerce(u)
	if err != nil {
		v.refuse("%v", err)
		return
	}
	if len(unknown) > 0 {
		fields := make([]string, len(unknown))
		for i, path := range unknown {
			fields[i] = fmt.Sprintf("unknown field %q", path)
		}
		v.refuse("strict decoding error: %s", strings.Join(fields, ", "))
	}
	defaulting.Default(u.Object, r.structural)
	complete(u, r.namespaced)
	ctx := warning.WithWarningRecorder(genericreq.WithNamespace(context.Background(), u.GetNamespace()), recorder{v})
	rest.FillObjectMetaSystemFields(u)
	if err := rest.BeforeCreate(r.strategy, ctx, u); err != nil {
		v.refuse("%v", err)
	}
}

// coerce is the server's decoding of a custom resource: metadata becomes what it is for every kind, or is refused; fields that the
// schema does not have are taken out, and named.
func (r *resource) coerce(u *unstructured.Unstructured) ([]string, error) {
	meta, found, unknown, err := objectmeta.GetObjectMetaWithOptions(u.Object, objectmeta.ObjectMetaOptions{ReturnUnknownFieldPaths: true})
	if err != nil {
		return nil, err
	}
	unknown = append(unknown, pruning.PruneWithOptions(u.Object, r.structural, true, structuralschema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true})...)
	defaulting.PruneNonNullableNullsWithoutDefaults(u.Object, r.structural)
	refused, embedded := objectmeta.CoerceWithOptions(nil, u.Object, r.structural, false, objectmeta.CoerceOptions{ReturnUnknownFieldPaths: true})
	if refused != nil {
		return nil, refused
	}
	if found {
		err = objectmeta.SetObjectMeta(u.Object, meta)
	}
	return append(unknown, embedded...), err
}
