package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"sigs.k8s.io/yaml"
)

type schema = map[string]any

// shared holds the definitions that the built-in kinds refer to, once for all of them.
const shared = "_definitions.json"

// writeSchemas makes one JSON schema per kind and version. Unknown fields are refused everywhere the API says which fields there are.
func writeSchemas(folder, openapi, crds string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	if err := writeBuiltIn(folder, openapi); err != nil {
		return err
	}
	return writeCustom(folder, crds)
}

func writeBuiltIn(folder, openapi string) error {
	var document struct {
		Definitions map[string]schema `json:"definitions"`
	}
	if err := readJSON(openapi, &document); err != nil {
		return err
	}
	for name, definition := range document.Definitions {
		if name == "io.k8s.apimachinery.pkg.api.resource.Quantity" {
			document.Definitions[name] = schema{"type": []string{"string", "number"}}
			continue
		}
		tighten(definition)
		kinds, _ := definition["x-kubernetes-group-version-kind"].([]any)
		for _, entry := range kinds {
			gvk, _ := entry.(map[string]any)
			file := fileOf(fmt.Sprint(gvk["group"]), fmt.Sprint(gvk["kind"]), fmt.Sprint(gvk["version"]))
			if err := writeJSON(filepath.Join(folder, file), schema{"$ref": shared + "#/definitions/" + name}); err != nil {
				return err
			}
		}
	}
	return writeJSON(filepath.Join(folder, shared), schema{"definitions": document.Definitions})
}

func writeCustom(folder, crds string) error {
	var index []struct {
		Default bool   `json:"default"`
		File    string `json:"file"`
	}
	if err := readJSON(filepath.Join(crds, "index.json"), &index); err != nil {
		return err
	}
	for _, entry := range index {
		if !entry.Default {
			continue
		}
		b, err := os.ReadFile(filepath.Join(crds, entry.File))
		if err != nil {
			return err
		}
		var crd struct {
			Spec struct {
				Group    string                `json:"group"`
				Names    struct{ Kind string } `json:"names"`
				Versions []struct {
					Name   string                           `json:"name"`
					Schema struct{ OpenAPIV3Schema schema } `json:"schema"`
				} `json:"versions"`
			} `json:"spec"`
		}
		if err := yaml.Unmarshal(b, &crd); err != nil {
			return fmt.Errorf("%s: %w", entry.File, err)
		}
		for _, version := range crd.Spec.Versions {
			root := version.Schema.OpenAPIV3Schema
			tighten(root)
			properties, ok := root["properties"].(map[string]any)
			if !ok {
				continue
			}
			maps.Copy(properties, map[string]any{"apiVersion": schema{"type": "string"}, "kind": schema{"type": "string"}, "metadata": schema{"type": "object"}})
			if err := writeJSON(filepath.Join(folder, fileOf(crd.Spec.Group, crd.Spec.Names.Kind, version.Name)), root); err != nil {
				return err
			}
		}
	}
	return nil
}

// fileOf follows the checker's template: the kind is lower case, and the group of core kinds is their version.
func fileOf(group, kind, version string) string {
	if group == "" {
		group = version
	}
	return fmt.Sprintf("%s_%s_%s.json", group, strings.ToLower(kind), version)
}

// tighten turns the API's dialect into JSON schema, in place: no further fields where fields are listed, int-or-string as two types,
// null where it may stand, and none of the texts.
func tighten(node any) {
	switch value := node.(type) {
	case []any:
		for _, item := range value {
			tighten(item)
		}
	case schema:
		if properties, ok := value["properties"].(map[string]any); ok {
			for _, property := range properties {
				tighten(property)
			}
			_, typed := value["type"]
			if _, open := value["additionalProperties"]; !open && typed && value["x-kubernetes-preserve-unknown-fields"] != true {
				value["additionalProperties"] = false
			}
		}
		for _, key := range []string{"items", "additionalProperties", "allOf", "anyOf", "oneOf", "not"} {
			tighten(value[key])
		}
		delete(value, "description")
		delete(value, "default")
		if value["format"] == "int-or-string" || value["x-kubernetes-int-or-string"] == true {
			delete(value, "format")
			value["type"] = []string{"integer", "string"}
		}
		if kind, ok := value["type"].(string); ok && value["nullable"] == true {
			value["type"] = []string{kind, "null"}
		}
		if value["x-kubernetes-embedded-resource"] == true {
			delete(value, "additionalProperties")
		}
	}
}

func readJSON(file string, into any) error {
	b, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, into)
}

func writeJSON(file string, value any) error {
	b, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return os.WriteFile(file, b, 0o644)
}
