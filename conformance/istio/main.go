// istio asks istiod's admission validation about single objects, and every analyzer about a set of objects.
//
// Question: {"ask": "admit", "objects": [...]}
// Answer:   [{"known": true, "errors": [...], "warnings": [...]}, ...] in the order of the objects
//
// Question: {"ask": "analyze", "objects": [...], "meshConfig": "yaml", "pods": true}
// Answer:   {"messages": [{"code": "IST0101", "level": "Error", "object": "VirtualService shop/web", "text": "..."}, ...], "skipped": []}
package main

import (
	"encoding/json"
	"fmt"

	"istio.io/istio/pkg/log"

	"sealane.example/conformance/lines"
)

type question struct {
	Ask        string            `json:"ask"`
	Objects    []json.RawMessage `json:"objects"`
	MeshConfig string            `json:"meshConfig"`
	// Pods adds the Pods a cluster would show for the workloads of the set.
	Pods bool `json:"pods"`
}

func main() {
	options := log.DefaultOptions()
	options.SetDefaultOutputLevel(log.OverrideScopeName, log.ErrorLevel)
	_ = log.Configure(options)
	lines.Serve(func(q question) (any, error) {
		switch q.Ask {
		case "admit":
			verdicts := make([]verdict, 0, len(q.Objects))
			for _, raw := range q.Objects {
				verdicts = append(verdicts, admit(raw))
			}
			return verdicts, nil
		case "analyze":
			return analyze(q)
		default:
			return nil, fmt.Errorf("unknown ask %q", q.Ask)
		}
	})
}
