module sealane.example/conformance/lines

go 1.26.0

require golang.org/x/sys v0.18.0
