// corefile asks CoreDNS's own parser and the set-up of its plugins whether it would start with a Corefile.
//
// Question: {"corefile": "..."}
// Answer:   {"accepted": false, "message": "..."}
package main

import (
	"errors"
	"fmt"
	"reflect"
	"unsafe"

	"github.com/coredns/caddy"
	"github.com/coredns/coredns/core/dnsserver"
	_ "github.com/coredns/coredns/core/plugin" // every plugin of the stock image

	"sealane.example/conformance/lines"
)

type question struct {
	Corefile string `json:"corefile"`
}

type answer struct {
	Accepted bool   `json:"accepted"`
	Message  string `json:"message,omitempty"`
}

func main() {
	caddy.Quiet, dnsserver.Quiet = true, true
	dnsserver.Port = "53"
	lines.Serve(func(q question) (answer, error) {
		text, inserted := withEndpoint(q.Corefile)
		if err := setUp(text); err != nil {
			return answer{Message: inserted.restore(err.Error())}, nil
		}
		return answer{Accepted: true}, nil
	})
}

// setUp does everything a start does except listening. A plugin that panics on its options refuses them as surely as an error.
func setUp(corefile string) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	instance := &caddy.Instance{Storage: map[interface{}]interface{}{}}
	input := caddy.CaddyfileInput{Contents: []byte(corefile), Filepath: "Corefile", ServerTypeName: "dns"}
	if err := caddy.ValidateAndExecuteDirectives(input, instance, false); err != nil {
		return err
	}
	return makeServers(instance)
}

// makeServers takes the step in which duplicate and overlapping server blocks are found. The engine offers no door to it short of
// binding port 53, so its private context is reached through reflection; a renamed field is an error here, not a silent pass.
func makeServers(instance *caddy.Instance) error {
	field := reflect.ValueOf(instance).Elem().FieldByName("context")
	if !field.IsValid() {
		return errors.New("this version of the server keeps its context elsewhere")
	}
	context, ok := reflect.NewAt(field.Type(), unsafe.Pointer(field.UnsafeAddr())).Elem().Interface().(caddy.Context)
	if !ok {
		return errors.New("this version of the server keeps something else in its context")
	}
	_, err := context.MakeServers()
	return err
}
