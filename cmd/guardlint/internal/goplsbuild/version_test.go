package goplsbuild

import (
	"strings"
	"testing"
)

func TestNewest(t *testing.T) {
	for _, test := range []struct{ installed, want string }{
		{"go1.26.0", "v0.23.0"},
		{"go1.26.8 X:nogreenteagc", "v0.23.0"},
		{"go1.27rc1", "v0.24.0"},
		{"go1.27.3", "v0.24.0"},
		{"devel go1.28-4ae3e2a Mon Nov 2 10:00:00 2026", "v0.24.0"},
	} {
		got, err := newest(test.installed)
		if err != nil || got.version != test.want {
			t.Errorf("newest(%q) = %s, %v, want %s", test.installed, got.version, err, test.want)
		}
	}

	for _, test := range []struct{ installed, want string }{
		{"go1.25.9", "the installed Go is go1.25.9, but gopls v0.23.0, the oldest that is supported, needs go1.26: install a newer Go"},
		{"gccgo 15", `cannot tell which Go version "gccgo 15" is`},
		{"", `cannot tell which Go version "" is`},
	} {
		_, err := newest(test.installed)
		if err == nil || !strings.HasPrefix(err.Error(), test.want) {
			t.Errorf("newest(%q): error = %v, want %s", test.installed, err, test.want)
		}
	}
}
