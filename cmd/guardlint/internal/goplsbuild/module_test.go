package goplsbuild

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/module"

	"github.com/guardlint/guardlint/internal/drivertest"
)

// trees makes a gopls and a guardlint that share a requirement, of which guardlint wants a newer version.
func trees(t *testing.T) (gopls, self tree) {
	t.Helper()
	archive, err := os.ReadFile("testdata/trees.txtar")
	if err != nil {
		t.Fatal(err)
	}
	dir := drivertest.Unpack(t, archive).Dir
	gopls = tree{module.Version{Path: goplsPath, Version: "v0.23.0"}, filepath.Join(dir, "gopls")}
	self = tree{module.Version{Path: selfPath, Version: "v1.2.3"}, filepath.Join(dir, "guardlint")}
	return gopls, self
}

func TestRequirements(t *testing.T) {
	gopls, self := trees(t)
	got, err := requirements(gopls, self, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"module golang.org/x/tools/gopls/guardlint\n",
		"\ngo 1.26.2\n", // the later of the two
		"golang.org/x/tools/gopls v0.23.0\n",
		"github.com/guardlint/guardlint v1.2.3\n",
		"golang.org/x/tools => golang.org/x/tools v0.47.0\n",
		"honnef.co/go/tools => honnef.co/go/tools v0.8.0-rc.1\n",
	} {
		if !strings.Contains(string(got), want) {
			t.Errorf("go.mod lacks %q:\n%s", want, got)
		}
	}
	if strings.Contains(string(got), selfPath+" =>") {
		t.Errorf("go.mod replaces a released guardlint:\n%s", got)
	}

	got, err = requirements(gopls, self, true)
	if err != nil {
		t.Fatal(err)
	}
	if want := selfPath + " => " + self.dir; !strings.Contains(string(got), want) {
		t.Errorf("go.mod lacks %q:\n%s", want, got)
	}
}

func TestWriteModuleRefusesAnotherLayout(t *testing.T) {
	gopls, self := trees(t)
	if err := writeModule(t.TempDir(), gopls, self, true); err != nil {
		t.Fatal(err)
	}

	write(t, filepath.Join(gopls.dir, "checks.go"), "package main\n")
	err := writeModule(t.TempDir(), gopls, self, true)
	if err == nil || !strings.Contains(err.Error(), "gopls v0.23.0 is not supported: it has a file checks.go of its own") {
		t.Errorf("error = %v", err)
	}

	gopls.dir = filepath.Join(gopls.dir, "..", "moved")
	err = writeModule(t.TempDir(), gopls, self, true)
	if err == nil || !strings.Contains(err.Error(), "gopls v0.23.0 is not supported: it has no main.go") {
		t.Errorf("error = %v", err)
	}
}
