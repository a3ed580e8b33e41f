package goplsbuild

import (
	"fmt"
	"go/version"
	"strings"
)

// A release is a gopls that guardlint can be built into.
type release struct {
	version string
	minGo   string // what its go.mod asks for
}

// releases are the supported ones, newest first. The list is fixed, and not what the module proxy offers today,
// so that one version of guardlint gives one server; graft refuses a gopls it does not understand in any case.
var releases = []release{
	{"v0.24.0", "go1.27.0"},
	{"v0.23.0", "go1.26.0"},
}

// newest returns the newest gopls that can be built by the Go version goVersion, which has the form of
// `go env GOVERSION`: "go1.26.8", "go1.27.0 X:simd", "devel go1.28-4ae3e2a".
func newest(goVersion string) (release, error) {
	installed := ""
	for _, word := range strings.Fields(goVersion) {
		word, _, _ = strings.Cut(word, "-")
		if version.IsValid(word) {
			installed = word
			break
		}
	}
	if installed == "" {
		return release{}, fmt.Errorf("cannot tell which Go version %q is: want something like go1.26.0", goVersion)
	}

	for _, r := range releases {
		// A development version such as go1.27 sorts before go1.27.0 but has its features: compare languages.
		if version.Compare(version.Lang(installed), version.Lang(r.minGo)) >= 0 {
			return r, nil
		}
	}
	oldest := releases[len(releases)-1]
	return release{}, fmt.Errorf("the installed Go is %s, but gopls %s, the oldest that is supported, needs %s: install a newer Go",
		installed, oldest.version, version.Lang(oldest.minGo))
}
