// injector asks Istio's own injection what becomes of a workload: the templates, values and mesh config that Istio's charts render,
// and the code of `kube-inject`, called as a library. The command itself insists on a cluster and hangs without one.
//
// Question: {"object": {...}, "namespaceLabels": {...}, "set": ["values.global.proxy.logLevel=info"], "nativeSidecar": true}
// Answer:   {"object": {...}, "injected": true, "selectedBy": ["..."], "notes": ["..."]}
package main

import (
	"encoding/json"
	"strings"

	"istio.io/istio/pilot/pkg/features"
	"istio.io/istio/pkg/kube/inject"
	"istio.io/istio/pkg/log"

	"sealane.example/conformance/lines"
)

type question struct {
	Object json.RawMessage `json:"object"`
	// NamespaceLabels, when given, are matched against the selectors of the rendered webhook first. Without them the object is
	// handed to the injection code straight away, as the command does.
	NamespaceLabels map[string]string `json:"namespaceLabels"`
	// Set are options of the installation, in the form of istioctl's --set.
	Set           []string `json:"set"`
	NativeSidecar bool     `json:"nativeSidecar"`
}

type answer struct {
	Object   any  `json:"object"`
	Injected bool `json:"injected"`
	// SelectedBy names the webhooks whose selectors match; empty when namespaceLabels were not given.
	SelectedBy []string `json:"selectedBy"`
	// Notes are what the command would print, such as that injection is skipped for a host-network pod.
	Notes []string `json:"notes"`
}

func main() {
	options := log.DefaultOptions()
	options.SetDefaultOutputLevel(log.OverrideScopeName, log.ErrorLevel)
	_ = log.Configure(options)
	installations := map[string]*installation{}
	lines.Serve(func(q question) (answer, error) {
		key := strings.Join(q.Set, "\x00")
		if installations[key] == nil {
			installed, err := install(q.Set)
			if err != nil {
				return answer{}, err
			}
			installations[key] = installed
		}
		return installations[key].inject(q)
	})
}

func (in *installation) inject(q question) (answer, error) {
	out := answer{Object: q.Object, SelectedBy: []string{}, Notes: []string{}}
	object, err := inject.FromRawToObject(q.Object)
	if err != nil {
		return out, err
	}
	if q.NamespaceLabels != nil {
		labels, err := podLabels(q.Object)
		if err != nil {
			return out, err
		}
		if out.SelectedBy, err = in.selecting(q.NamespaceLabels, labels); err != nil || len(out.SelectedBy) == 0 {
			return out, err
		}
	}
	// A process-wide switch of the engine, read at each injection; questions are answered one at a time.
	features.EnableNativeSidecars = features.NativeSidecarModeDisabled
	if q.NativeSidecar {
		features.EnableNativeSidecars = features.NativeSidecarModeEnabled
	}
	note := func(text string) { out.Notes = append(out.Notes, strings.TrimSpace(text)) }
	if out.Object, err = inject.IntoObject(nil, in.config.Templates, in.values, "", in.mesh, object, note); err != nil {
		return out, err
	}
	injected, err := json.Marshal(out.Object)
	if err != nil {
		return out, err
	}
	out.Injected = strings.Contains(string(injected), `"sidecar.istio.io/status"`)
	return out, nil
}

// podLabels are those of the object itself for a Pod, else of the first pod template inside.
func podLabels(raw json.RawMessage) (map[string]string, error) {
	var object struct {
		template
		Spec struct {
			Template    *template `json:"template"`
			JobTemplate struct {
				Spec struct {
					Template *template `json:"template"`
				} `json:"spec"`
			} `json:"jobTemplate"`
		} `json:"spec"`
	}
	if err := json.Unmarshal(raw, &object); err != nil {
		return nil, err
	}
	switch {
	case object.Spec.Template != nil:
		return object.Spec.Template.Metadata.Labels, nil
	case object.Spec.JobTemplate.Spec.Template != nil:
		return object.Spec.JobTemplate.Spec.Template.Metadata.Labels, nil
	}
	return object.Metadata.Labels, nil
}

type template struct {
	Metadata struct {
		Labels map[string]string `json:"labels"`
	} `json:"metadata"`
}
