package govet

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/guardlint/guardlint/cmd/guardlint/internal/finding"
)

// A scope is the set of packages that the patterns name. It is needed because go vet also shows
// findings of dependencies within the user's modules (see package vettool).
//
// Patterns such as "./..." name folders, and every finding tells its folder, so they are matched
// here: asking the go command would cost a quarter of a warm run. Other patterns need the go command.
type scope struct {
	roots      []root          // folders, if every pattern names some
	packages   map[string]bool // import paths, otherwise
	everywhere bool            // whether named packages may lie outside the user's modules
}

// root is a folder, with or without the folders below it.
type root struct {
	dir       string
	recursive bool
}

// scope resolves the patterns.
func (r Request) scope(ctx context.Context) (scope, error) {
	goroot, modcache, err := goFolders(ctx)
	if err != nil {
		return scope{}, err
	}
	var s scope
	for _, pattern := range r.Patterns {
		root, ok, err := parseRoot(pattern)
		if err != nil {
			return scope{}, err
		}
		if !ok {
			return r.listedScope(ctx)
		}
		// Code in these two folders is a dependency for everybody else.
		s.everywhere = s.everywhere || within(goroot, root.dir) || within(modcache, root.dir)
		s.roots = append(s.roots, root)
	}
	return s, nil
}

// goFolders returns the folders of the standard library and of downloaded modules.
func goFolders(ctx context.Context) (goroot, modcache string, err error) {
	out, err := goOutput(ctx, "env", "GOROOT", "GOMODCACHE")
	if err != nil {
		return "", "", err
	}
	goroot, modcache, _ = strings.Cut(strings.TrimSpace(string(out)), "\n")
	return strings.TrimSpace(goroot), strings.TrimSpace(modcache), nil
}

// parseRoot reads a pattern that names a folder: "." and "./dir", "./...", "../dir/...", "/dir".
func parseRoot(pattern string) (r root, ok bool, err error) {
	local := pattern == "." || pattern == ".." || filepath.IsAbs(pattern) ||
		strings.HasPrefix(filepath.ToSlash(pattern), "./") || strings.HasPrefix(filepath.ToSlash(pattern), "../")
	dir, recursive := strings.CutSuffix(filepath.ToSlash(pattern), "/...")
	if !local || strings.Contains(dir, "...") || strings.HasSuffix(dir, ".go") {
		return root{}, false, nil
	}
	abs, err := filepath.Abs(filepath.FromSlash(dir))
	return root{abs, recursive}, true, err
}

// within reports whether path is dir or lies below it.
func within(dir, path string) bool {
	return dir != "" && (path == dir || finding.RelativePath(dir, path) != path)
}

// filter keeps the findings of the named packages.
func (s scope) filter(findings []finding.Finding) []finding.Finding {
	var kept []finding.Finding
	for _, f := range findings {
		if s.contains(f.Package, f.Start.File) {
			kept = append(kept, f)
		}
	}
	return kept
}

func (s scope) contains(importPath, file string) bool {
	if s.packages != nil {
		// The external test of a package is named with it.
		return s.packages[importPath] || s.packages[strings.TrimSuffix(importPath, "_test")]
	}
	dir := filepath.Dir(file)
	for _, root := range s.roots {
		if dir == root.dir || root.recursive && within(root.dir, dir) {
			return true
		}
	}
	return false
}

// listed is the part of "go list -json" that is used here.
type listed struct {
	ImportPath string
	Standard   bool
	Module     *struct {
		Main bool
	}
	Error      *struct{} // set if the package itself does not load
	DepsErrors []struct{}
}

// listedScope asks the go command what the patterns name. Errors in packages are left to go vet,
// which runs next and explains them better.
func (r Request) listedScope(ctx context.Context) (scope, error) {
	packages, err := r.list(ctx, "-find", "-json=ImportPath,Standard,Module")
	if err != nil {
		return scope{}, err
	}
	s := scope{packages: make(map[string]bool)}
	for _, p := range packages {
		s.packages[p.ImportPath] = true
		s.everywhere = s.everywhere || p.Standard || p.Module != nil && !p.Module.Main
	}
	return s, nil
}

// healthy lists the named packages that load, with all their dependencies, or nothing if all do: then
// naming them explicitly would not help.
func (r Request) healthy(ctx context.Context) ([]string, error) {
	packages, err := r.list(ctx, "-json=ImportPath,Error,DepsErrors")
	if err != nil {
		return nil, nil // the patterns make no sense as a whole, as go vet has already said
	}
	var healthy []string
	for _, p := range packages {
		if p.Error == nil && len(p.DepsErrors) == 0 {
			healthy = append(healthy, p.ImportPath)
		}
	}
	if len(healthy) == len(packages) {
		return nil, nil
	}
	return healthy, nil
}

// list runs go list on the patterns.
func (r Request) list(ctx context.Context, flags ...string) ([]listed, error) {
	args := append([]string{"list", "-e"}, flags...)
	args = append(append(append(args, r.BuildFlags...), "--"), r.Patterns...)
	out, err := goOutput(ctx, args...)
	if err != nil {
		return nil, err
	}
	var packages []listed
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return packages, nil
		} else if err != nil {
			return nil, fmt.Errorf("cannot understand the output of go list: %w", err)
		}
		packages = append(packages, p)
	}
}
