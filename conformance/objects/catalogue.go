package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"

	"k8s.io/apimachinery/pkg/runtime/schema"
)

// entry is one CRD of the index that the build writes beside the files.
type entry struct {
	Set     string `json:"set"`
	Default bool   `json:"default"`
	Group   string `json:"group"`
	Kind    string `json:"kind"`
	File    string `json:"file"`
}

// catalogue reads a CRD when its kind is first asked about: compiling the CEL rules of all of them costs a second.
type catalogue struct {
	folder  string
	entries []entry
	loaded  map[string]map[string]*resource // file → served version
}

func openCatalogue(folder string) (*catalogue, error) {
	c := &catalogue{folder: folder, loaded: map[string]map[string]*resource{}}
	if folder == "" {
		return c, nil
	}
	b, err := os.ReadFile(filepath.Join(folder, "index.json"))
	if err != nil {
		return nil, err
	}
	return c, json.Unmarshal(b, &c.entries)
}

// find returns the CRD version that describes the kind, or nil. Sets narrow the choice: the standard and the experimental channel
// of the Gateway API describe the same kinds differently, and so do two releases of Istio.
func (c *catalogue) find(gvk schema.GroupVersionKind, sets []string) (*resource, error) {
	for _, e := range c.entries {
		if e.Group != gvk.Group || e.Kind != gvk.Kind || !e.chosen(sets) {
			continue
		}
		versions, ok := c.loaded[e.File]
		if !ok {
			var err error
			if versions, err = loadCRD(filepath.Join(c.folder, e.File)); err != nil {
				return nil, err
			}
			c.loaded[e.File] = versions
		}
		if r, ok := versions[gvk.Version]; ok {
			return r, nil
		}
	}
	return nil, nil
}

func (e entry) chosen(sets []string) bool {
	if len(sets) == 0 {
		return e.Default
	}
	return slices.Contains(sets, e.Set)
}
