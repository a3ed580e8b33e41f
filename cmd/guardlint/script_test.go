package main_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestScripts runs the scripts of testdata/drivers with the real binary, as users run it.
//
// The scripts are in the format of [testscript], with these additional commands:
//
//	exits CODE PROGRAM ARGS...   run a program that must end with that exit code
//	fresh FILE...                make Go files differ from what any earlier run has seen, so that
//	                             the build cache has nothing about their packages
//	await FILE                   wait for a file to exist
func TestScripts(t *testing.T) {
	if testing.Short() {
		t.Skip("builds guardlint and runs go vet many times")
	}
	bin := t.TempDir()
	build(t, filepath.Join(bin, "guardlint"), ".")
	build(t, filepath.Join(bin, "toylint"), "./testdata/toylint")
	env := goEnv(t, "GOCACHE", "GOROOT")
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("..", "..", "testdata", "drivers"),
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("PATH", bin+string(os.PathListSeparator)+e.Getenv("PATH"))
			e.Setenv("BIN", bin)
			e.Setenv("GOCACHE", env[0]) // what the standard library needs is there after the first run
			e.Setenv("GOROOT", env[1])
			e.Setenv("GOPROXY", "off")
			e.Setenv("GOFLAGS", "")
			e.Setenv("GOTOOLCHAIN", "local")
			e.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"exits": exits,
			"fresh": fresh,
			"await": await,
		},
	})
}

// build compiles a command of this folder.
func build(t *testing.T, output, pkg string) {
	t.Helper()
	if out, err := exec.Command("go", "build", "-o", output, pkg).CombinedOutput(); err != nil {
		t.Fatalf("go build %s: %v\n%s", pkg, err, out)
	}
}

// goEnv asks the go command for variables.
func goEnv(t *testing.T, names ...string) []string {
	t.Helper()
	out, err := exec.Command("go", append([]string{"env"}, names...)...).Output()
	if err != nil {
		t.Fatalf("go env: %v", err)
	}
	return strings.Split(strings.TrimSpace(string(out)), "\n")
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARGS...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	code := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		exit := new(exec.ExitError)
		if !errors.As(err, &exit) {
			ts.Fatalf("cannot run %s: %v", args[1], err)
		}
		code = exit.ExitCode()
	}
	if code != want {
		ts.Fatalf("exit code %d, want %d", code, want)
	}
}

func fresh(ts *testscript.TestScript, neg bool, args []string) {
	for _, name := range args {
		path := ts.MkAbs(name)
		text, err := os.ReadFile(path)
		ts.Check(err)
		text = fmt.Appendf(text, "\n// %d\n", time.Now().UnixNano())
		ts.Check(os.WriteFile(path, text, 0o666))
	}
}

func await(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: await FILE")
	}
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if _, err := os.Stat(ts.MkAbs(args[0])); err == nil {
			return
		}
	}
	ts.Fatalf("%s has not appeared", args[0])
}
