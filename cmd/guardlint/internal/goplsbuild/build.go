package goplsbuild

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/lockedfile"
	"golang.org/x/mod/module"

	"github.com/guardlint/guardlint/analyzer/configfile"
)

// A recipe is all that decides what the server will be. Two equal recipes give the same server, so it is built
// once.
type recipe struct {
	gopls     string // version
	goVersion string
	self      source
}

// build returns the file name of the server, having built it if this recipe was never built before.
func build(ctx context.Context, progress io.Writer) (string, error) {
	root, err := cacheDir()
	if err != nil {
		return "", err
	}
	r, err := choose(ctx, root)
	if err != nil {
		return "", err
	}
	name, err := r.folder()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(root, name)
	server := filepath.Join(dir, executable("gopls"))
	if exists(server) {
		return server, nil
	}

	// Editors start a server per window: the first one builds, the others wait for it.
	unlock, err := lockedfile.MutexAt(filepath.Join(root, "lock")).Lock()
	if err != nil {
		return "", err
	}
	defer unlock()
	if exists(server) {
		return server, nil
	}

	fmt.Fprintf(progress, "guardlint gopls: building gopls %s with guardlint's checks, once; this can take some minutes\n", r.gopls)
	if err := r.make(ctx, dir, server); err != nil {
		return "", err
	}
	if !r.self.isRelease() {
		prune(root, dir)
	}
	return server, nil
}

// cacheDir returns the folder below which the servers are kept, which then exists.
func cacheDir() (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("there is no cache folder to build in: %w", err)
	}
	root := filepath.Join(cache, "guardlint", "gopls")
	return root, os.MkdirAll(root, 0o777)
}

// choose settles the recipe for this machine.
func choose(ctx context.Context, root string) (recipe, error) {
	// The version is asked for in our own folder: elsewhere a go.mod may ask for another toolchain.
	goVersion, err := goCommand{root}.version(ctx)
	if err != nil {
		return recipe{}, err
	}
	gopls, err := newest(goVersion)
	if err != nil {
		return recipe{}, err
	}
	self, err := locate()
	if err != nil {
		return recipe{}, err
	}
	return recipe{gopls.version, goVersion, self}, nil
}

// worktreePrefix marks the folders of servers whose guardlint came from a work tree.
const worktreePrefix = "worktree-"

// folder returns the name of the folder that the server is kept in.
func (r recipe) folder() (string, error) {
	self, err := r.self.identity()
	if err != nil {
		return "", err
	}
	key := strings.Join([]string{r.gopls, r.goVersion, runtime.GOOS, runtime.GOARCH, self}, "\n")
	sum := sha256.Sum256([]byte(key))
	prefix := worktreePrefix
	if r.self.isRelease() {
		prefix = r.self.module.Version + "-"
	}
	return prefix + hex.EncodeToString(sum[:8]), nil
}

// make builds the server in dir. The file appears under its name only when it is complete and has shown that it
// starts.
func (r recipe) make(ctx context.Context, dir, server string) error {
	generated := filepath.Join(dir, "module")
	if err := os.MkdirAll(generated, 0o777); err != nil {
		return err
	}
	command := goCommand{dir}
	gopls, err := command.download(ctx, module.Version{Path: goplsPath, Version: r.gopls})
	if err != nil {
		return err
	}
	self := tree{r.self.module, r.self.dir}
	if r.self.isRelease() {
		if self, err = command.download(ctx, r.self.module); err != nil {
			return err
		}
	}
	if err := writeModule(generated, gopls, self, !r.self.isRelease()); err != nil {
		return err
	}

	// Loading all packages first tells a module that cannot be had from code that does not compile.
	command = goCommand{generated}
	if _, err := command.run(ctx, "list", "-deps", "."); err != nil {
		return unavailable("a part of gopls "+r.gopls, err)
	}
	fresh := filepath.Join(dir, executable("fresh"))
	defer os.Remove(fresh) // gone already if all went well
	_, err = command.run(ctx, "build", "-buildvcs=false", "-o", fresh, "-ldflags=-X main.version="+r.gopls+"+guardlint", ".")
	if err != nil {
		return fmt.Errorf("gopls %s does not build with guardlint's checks, in the folder %s:\n%w", r.gopls, generated, err)
	}
	start := exec.CommandContext(ctx, fresh, "version")
	start.Env = append(os.Environ(), configfile.Variable+"="+configfile.Off) // a mistake there is not one of the build
	if out, err := start.CombinedOutput(); err != nil {
		return fmt.Errorf("gopls %s was built but does not start: %s (%w)", r.gopls, strings.TrimSpace(string(out)), err)
	}
	return os.Rename(fresh, server)
}

// keptWorktrees is how many servers made from a work tree are kept. Each has about 50 MB.
const keptWorktrees = 3

// prune removes the oldest servers made from a work tree, of which there is one for each state of it.
// Those made from a release are few, and the settings of an editor may name them: they stay.
func prune(root, current string) {
	dirs, _ := filepath.Glob(filepath.Join(root, worktreePrefix+"*"))
	slices.SortFunc(dirs, func(a, b string) int { return cmp.Compare(modified(b), modified(a)) })
	kept := 0
	for _, dir := range dirs {
		if kept < keptWorktrees || dir == current {
			kept++
			continue
		}
		// What cannot be removed, perhaps because it is running, is tried again after the next build.
		_ = os.RemoveAll(dir)
	}
}

// modified returns when path was last modified, and zero for what cannot be looked at.
func modified(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.ModTime().UnixNano()
}

// exists reports whether there is a file called path.
func exists(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// executable returns the file name of a program on this system.
func executable(name string) string {
	if runtime.GOOS == "windows" {
		return name + ".exe"
	}
	return name
}
