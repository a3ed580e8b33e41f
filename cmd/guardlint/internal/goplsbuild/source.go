package goplsbuild

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"
)

// selfPath is the path of guardlint's module.
const selfPath = "github.com/guardlint/guardlint"

// A source is where the code of guardlint comes from that the server is built with: the same that the running
// command was built from, so that editor and command line agree.
type source struct {
	module module.Version // what the generated module requires: a released version, or a stand-in for dir
	dir    string         // the work tree that replaces the module; empty for a released version
}

// locate finds the source of the running command.
func locate() (source, error) {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return source{}, errors.New("this guardlint was built without module support: install it with go install " + selfPath + "/cmd/guardlint@latest")
	}
	// The compiler recorded where this very file was; with -trimpath it is no absolute path.
	_, file, _, _ := runtime.Caller(0)
	return sourceOf(info, filepath.Join(filepath.Dir(file), "../../../.."))
}

// sourceOf returns the source of a command with the given build information, whose module was compiled in dir.
func sourceOf(info *debug.BuildInfo, dir string) (source, error) {
	for _, m := range append([]*debug.Module{&info.Main}, info.Deps...) {
		if m.Path != selfPath {
			continue
		}
		// Only what came through the module cache has a sum. A version alone may be the stamp of a work tree.
		if m.Replace == nil && m.Sum != "" && semver.IsValid(m.Version) {
			return source{module: module.Version{Path: selfPath, Version: m.Version}}, nil
		}
	}

	file := filepath.Join(dir, "go.mod")
	text, err := os.ReadFile(file)
	if err != nil || !filepath.IsAbs(dir) || modfile.ModulePath(text) != selfPath {
		return source{}, fmt.Errorf("the work tree that this guardlint was built from is not at %s: "+
			"build it again there without -trimpath, or install a release with go install %s/cmd/guardlint@latest", dir, selfPath)
	}
	return source{module: module.Version{Path: selfPath, Version: "v0.0.0"}, dir: dir}, nil
}

// isRelease reports whether s is a released version and so will never change.
func (s source) isRelease() bool { return s.dir == "" }

// identity returns a text that differs for different code: the version or, for a work tree, a hash of all that
// is compiled from it.
func (s source) identity() (string, error) {
	if s.isRelease() {
		return s.module.String(), nil
	}
	hash := sha256.New()
	err := filepath.WalkDir(s.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() {
			if path != s.dir && (name == "testdata" || strings.HasPrefix(name, ".")) {
				return fs.SkipDir
			}
			return nil
		}
		if !compiled(name) {
			return nil
		}
		return hashFile(hash, s.dir, path)
	})
	if err != nil {
		return "", fmt.Errorf("reading guardlint's source: %w", err)
	}
	return selfPath + "@" + hex.EncodeToString(hash.Sum(nil)), nil
}

// compiled reports whether a file of this name can change what is built.
func compiled(name string) bool {
	switch filepath.Ext(name) {
	case ".go":
		return !strings.HasSuffix(name, "_test.go")
	case ".mod", ".sum":
		return true
	}
	return false
}

// hashFile writes the name of a file, relative to dir, and its contents to hash.
func hashFile(hash io.Writer, dir, path string) error {
	rel, err := filepath.Rel(dir, path)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(hash, "%s %d\n%s", filepath.ToSlash(rel), len(text), text)
	return err
}
