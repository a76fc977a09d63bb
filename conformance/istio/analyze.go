package main

import (
	"bytes"
	"fmt"
	"os"

	"istio.io/istio/pkg/config/analysis/analyzers"
	"istio.io/istio/pkg/config/analysis/local"
)

// message of an analyzer. Object is the kind and the name the analyzer accuses, as it writes them.
type message struct {
	Code   string `json:"code"`
	Level  string `json:"level"`
	Object string `json:"object"`
	Text   string `json:"text"`
}

// analysis of a set. Skipped names analyzers that did not run; it is empty as long as the sources below are added in their order.
type analysis struct {
	Messages []message `json:"messages"`
	Skipped  []string  `json:"skipped"`
}

const systemNamespace = "istio-system"

// analyze runs every analyzer over the set. The first source decides which kinds are read at all, and the source of the command line
// leaves out Services, Pods, Namespaces, Nodes and Secrets; hence the reader source for tests, before the default resources.
func analyze(q question) (analysis, error) {
	objects := q.Objects
	if q.Pods {
		pods, err := podsOf(objects)
		if err != nil {
			return analysis{}, err
		}
		objects = append(append(objects[:0:0], objects...), pods...)
	}
	var documents bytes.Buffer
	for _, object := range objects {
		documents.WriteString("---\n")
		documents.Write(object)
		documents.WriteString("\n")
	}
	analyzer := local.NewIstiodAnalyzer(analyzers.AllCombined(), "", systemNamespace, nil)
	if q.MeshConfig != "" {
		if err := setMeshConfig(analyzer, q.MeshConfig); err != nil {
			return analysis{}, fmt.Errorf("mesh config: %w", err)
		}
	}
	out := analysis{Messages: []message{}}
	if err := analyzer.AddTestReaderKubeSource([]local.ReaderSource{{Name: "set", Reader: &documents}}); err != nil {
		out.Messages = append(out.Messages, message{Code: "unreadable", Level: "Error", Text: err.Error()})
	}
	if err := analyzer.AddDefaultResources(); err != nil {
		return analysis{}, err
	}
	stop := make(chan struct{})
	defer close(stop)
	result, err := analyzer.Analyze(stop)
	if err != nil {
		return analysis{}, err
	}
	for _, found := range result.Messages {
		m := message{Code: found.Type.Code(), Level: found.Type.Level().String(), Text: fmt.Sprintf(found.Type.Template(), found.Parameters...)}
		if found.Resource != nil {
			m.Object = found.Resource.Origin.FriendlyName()
		}
		out.Messages = append(out.Messages, m)
	}
	out.Skipped = append([]string{}, result.SkippedAnalyzers...)
	return out, nil
}

// setMeshConfig goes through a file because the analyzer takes mesh config in no other form.
func setMeshConfig(analyzer *local.IstiodAnalyzer, text string) error {
	file, err := os.CreateTemp("", "mesh-*.yaml")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	if _, err := file.WriteString(text); err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	return analyzer.AddFileKubeMeshConfig(file.Name())
}
