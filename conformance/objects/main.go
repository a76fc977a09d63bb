// objects asks the API server's own code, as a library, whether it would accept objects: built-in kinds and custom resources.
//
// Question: {"objects": [...], "sets": ["istio-1.31", ...]}; without sets the default CRD sets are used.
// Answer:   [{"known": true, "errors": [...], "warnings": [...]}, ...] in the order of the objects.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"sealane.example/conformance/lines"
)

type question struct {
	Objects []json.RawMessage `json:"objects"`
	Sets    []string          `json:"sets"`
}

// verdict of one object. Known is false when neither a built-in kind nor a CRD of the chosen sets describes it: then nothing was judged.
type verdict struct {
	Known    bool     `json:"known"`
	Errors   []string `json:"errors"`
	Warnings []string `json:"warnings"`
}

func (v *verdict) refuse(format string, args ...any) {
	v.Errors = append(v.Errors, fmt.Sprintf(format, args...))
}

func main() {
	folder := flag.String("crds", "", "folder of CRDs with its index.json")
	flag.Parse()
	crds, err := openCatalogue(*folder)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	lines.Serve(func(q question) ([]verdict, error) {
		out := make([]verdict, 0, len(q.Objects))
		for _, raw := range q.Objects {
			v, err := judge(raw, crds, q.Sets)
			if err != nil {
				return nil, err
			}
			out = append(out, v)
		}
		return out, nil
	})
}

func judge(raw json.RawMessage, crds *catalogue, sets []string) (verdict, error) {
	v := verdict{Errors: []string{}, Warnings: []string{}}
	var head metav1.TypeMeta
	if err := json.Unmarshal(raw, &head); err != nil {
		v.refuse("not an object: %v", err)
		return v, nil
	}
	gvk := schema.FromAPIVersionAndKind(head.APIVersion, head.Kind)
	if strategy, ok := strategies[gvk.GroupKind()]; ok {
		judgeBuiltIn(raw, strategy, &v)
		return v, nil
	}
	resource, err := crds.find(gvk, sets)
	if err != nil || resource == nil {
		return v, err
	}
	resource.judge(raw, &v)
	return v, nil
}
