package main

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/coredns/caddy/caddyfile"
	"github.com/coredns/coredns/core/dnsserver"
)

// insertions are the numbers, in the changed text, of the lines that were put in.
type insertions []int

// comment ends a line without quotes; a brace put behind it would be part of it.
var comment = regexp.MustCompile(`\s#[^"]*$`)

const endpoint = "endpoint http://127.0.0.1:1"

// withEndpoint gives every `kubernetes` block an API server, because the plugin's set-up looks for a cluster around it and finds
// none here. Nothing connects: connections begin with listening.
func withEndpoint(corefile string) (string, insertions) {
	blocks, err := caddyfile.Parse("Corefile", strings.NewReader(corefile), dnsserver.Directives)
	if err != nil {
		return corefile, nil // the set-up will say the same
	}
	texts := strings.Split(corefile, "\n")
	opening := map[int]bool{} // line of a kubernetes directive → has a block
	for _, block := range blocks {
		for _, group := range directives(block.Tokens["kubernetes"]) {
			if !slices.ContainsFunc(group, func(t caddyfile.Token) bool { return t.Text == "endpoint" }) {
				opening[group[0].Line] = slices.ContainsFunc(group, func(t caddyfile.Token) bool { return t.Text == "{" && t.Line == group[0].Line })
			}
		}
	}
	var out []string
	var inserted insertions
	for i, text := range texts {
		block, found := opening[i+1]
		switch {
		case !found:
			out = append(out, text)
		case block:
			out = append(out, text, endpoint)
			inserted = append(inserted, len(out))
		default:
			out = append(out, comment.ReplaceAllString(text, "")+" {", endpoint, "}")
			inserted = append(inserted, len(out)-1, len(out))
		}
	}
	return strings.Join(out, "\n"), inserted
}

// directives cuts the tokens of one name at each line that begins with it again.
func directives(tokens []caddyfile.Token) [][]caddyfile.Token {
	var groups [][]caddyfile.Token
	line, depth := -1, 0
	for _, token := range tokens {
		if token.Line != line && depth == 0 {
			groups = append(groups, nil)
		}
		line = token.Line
		switch token.Text {
		case "{":
			depth++
		case "}":
			depth--
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], token)
	}
	return groups
}

var position = regexp.MustCompile(`Corefile:(\d+)`)

// restore makes the line numbers of a message those of the text that was asked about.
func (in insertions) restore(message string) string {
	return position.ReplaceAllStringFunc(message, func(found string) string {
		line, err := strconv.Atoi(strings.TrimPrefix(found, "Corefile:"))
		if err != nil {
			return found
		}
		before := 0
		for _, at := range in {
			if at <= line {
				before++
			}
		}
		return "Corefile:" + strconv.Itoa(line-before)
	})
}
