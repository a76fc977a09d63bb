// kubeconform asks the schema checker that many pipelines use. It is the peer that benchmarks compare with, and a weak judge: it
// knows neither CEL nor any rule across fields.
//
// Question: {"objects": [...]}
// Answer:   [{"known": true, "errors": [...], "warnings": []}, ...]
//
// With -write it only writes the schemas, for this program and for the command itself:
// kubeconform-cli -strict -schema-location 'DIR/{{.Group}}_{{.ResourceKind}}_{{.ResourceAPIVersion}}.json' FILES
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"

	"github.com/yannh/kubeconform/pkg/resource"
	"github.com/yannh/kubeconform/pkg/validator"

	"sealane.example/conformance/lines"
)

const location = "/{{.Group}}_{{.ResourceKind}}_{{.ResourceAPIVersion}}.json"

type question struct {
	Objects []json.RawMessage `json:"objects"`
}

type verdict struct {
	Known    bool     `json:"known"`
	Errors   []string `json:"errors"`
	Warnings []string `json:"warnings"`
}

func main() {
	schemas := flag.String("schemas", "", "folder of JSON schemas")
	write := flag.Bool("write", false, "write the schemas and exit")
	openapi := flag.String("openapi", "", "with -write: swagger.json of Kubernetes")
	crds := flag.String("crds", "", "with -write: folder of CRDs with its index.json")
	flag.Parse()
	if err := run(*schemas, *write, *openapi, *crds); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

func run(schemas string, write bool, openapi, crds string) error {
	if write {
		return writeSchemas(schemas, openapi, crds)
	}
	checker, err := validator.New([]string{schemas + location}, validator.Opts{Strict: true, IgnoreMissingSchemas: true})
	if err != nil {
		return err
	}
	lines.Serve(func(q question) ([]verdict, error) {
		out := make([]verdict, 0, len(q.Objects))
		for _, raw := range q.Objects {
			result := checker.ValidateResource(resource.Resource{Path: "object", Bytes: raw})
			v := verdict{Known: result.Status != validator.Skipped, Errors: []string{}, Warnings: []string{}}
			for _, found := range result.ValidationErrors {
				v.Errors = append(v.Errors, found.Path+": "+found.Msg)
			}
			if result.Err != nil && len(v.Errors) == 0 {
				v.Errors = append(v.Errors, result.Err.Error())
			}
			out = append(out, v)
		}
		return out, nil
	})
	return nil
}
