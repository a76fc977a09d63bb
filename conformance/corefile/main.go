// corefile asks CoreDNS's own parser and the set-up of its plugins whether it would start with a Corefile.
//
// Question: {"corefile": "..."}
// Answer:   {"accepted": false, "message": "..."}
package main

import (
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
	serverType, err := private[string](instance, "serverType")
	if err != nil {
		return err
	}
	*serverType = "dns"
	input := caddy.CaddyfileInput{Contents: []byte(corefile), Filepath: "Corefile", ServerTypeName: "dns"}
	if err := caddy.ValidateAndExecuteDirectives(input, instance, false); err != nil {
		return err
	}
	return makeServers(instance)
}

// makeServers takes the step in which duplicate and overlapping server blocks are found.
func makeServers(instance *caddy.Instance) error {
	context, err := private[caddy.Context](instance, "context")
	if err != nil {
		return err
	}
	_, err = (*context).MakeServers()
	return err
}

// private reaches a field of the instance that the engine offers no door to short of binding port 53. A field that another version
// has renamed is an error, not a silent pass.
func private[T any](instance *caddy.Instance, name string) (*T, error) {
	field := reflect.ValueOf(instance).Elem().FieldByName(name)
	if !field.IsValid() || field.Type() != reflect.TypeFor[T]() {
		return nil, fmt.Errorf("this version of the server has no %s", name)
	}
	return (*T)(unsafe.Pointer(field.UnsafeAddr())), nil
}
