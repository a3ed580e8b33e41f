// Cost measures what guardlint costs on a whole program, side by side with what people know:
//
//	stock       go vet
//	emptyssa    go vet with an analyzer that needs SSA and does nothing
//	guardlint   go vet -vettool=guardlint
//	staticcheck staticcheck
//
// Run it in the root of guardlint's module, with a folder of the module to measure:
//
//	go run ./internal/cost -C ../restic -n 3 ./...
//
// Each tool is run cold, where nothing is known of any package but its compiled export data, and then warm, where nothing
// has changed since. The rounds interleave the tools, so that a machine whose speed drifts treats all alike. For each the
// table has the median of the CPU seconds (user and system, of all processes), of the wall time, and the largest process.
//
// go vet keeps its results by the build ID of the tool and by its flags: a tool that is linked anew with another mark is cold,
// and so is the stock one that is told of another function that prints; export data stays. staticcheck has a cache of its own.
package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"text/tabwriter"
	"time"
)

func main() {
	dir := flag.String("C", ".", "folder of the module to measure")
	rounds := flag.Int("n", 3, "rounds")
	version := flag.String("staticcheck", "v0.8.2", "version of staticcheck; empty means without")
	flag.Parse()
	if err := run(os.Stdout, *dir, *rounds, *version, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "cost:", err)
		os.Exit(1)
	}
}

// A usage is what one run took.
type usage struct {
	cpu, wall time.Duration
	memory    int64 // of the largest process, in bytes
}

// A tool is one that is measured.
type tool struct {
	name       string
	pkg        string // its main package, for a vet tool
	cold, warm []usage
}

// run measures all tools and prints the table.
func run(out io.Writer, dir string, rounds int, version string, patterns []string) error {
	work, err := os.MkdirTemp("", "cost")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if len(patterns) == 0 {
		patterns = []string{"./..."}
	}
	tools := []*tool{{name: "stock"}, {name: "emptyssa", pkg: "./internal/cost/emptyssa"}, {name: "guardlint", pkg: "./cmd/guardlint"}}
	if version != "" {
		if err := install(work, version); err != nil {
			return err
		}
		tools = append(tools, &tool{name: "staticcheck"})
	}
	if _, err := timed(dir, work, append([]string{"go", "vet"}, patterns...)); err != nil { // compiles what is not yet
		return err
	}
	for round := range rounds {
		for _, t := range tools {
			cold, warm, err := t.measure(work, dir, round, patterns)
			if err != nil {
				return fmt.Errorf("%s: %w", t.name, err)
			}
			t.cold, t.warm = append(t.cold, cold), append(t.warm, warm)
		}
	}
	return table(out, tools)
}

// install builds staticcheck.
func install(work, version string) error {
	cmd := exec.Command("go", "install", "honnef.co/go/tools/cmd/staticcheck@"+version)
	cmd.Env = append(os.Environ(), "GOBIN="+work, "GOFLAGS=")
	cmd.Stderr = os.Stderr
	return cmd.Run()
}

// measure runs a tool cold and warm.
func (t *tool) measure(work, dir string, round int, patterns []string) (cold, warm usage, err error) {
	command := []string{filepath.Join(work, t.name)}
	cache := filepath.Join(work, t.name+strconv.Itoa(round))
	switch {
	case t.name == "stock":
		command = []string{"go", "vet", fmt.Sprintf("-printf.funcs=cost%d", time.Now().UnixNano())}
	case t.pkg != "":
		mark := fmt.Sprintf("-X main.mark=%d.%d", os.Getpid(), round)
		build := exec.Command("go", "build", "-o", cache, "-ldflags", mark, t.pkg)
		build.Stderr = os.Stderr
		if err := build.Run(); err != nil {
			return cold, warm, err
		}
		defer os.Remove(cache)
		command = []string{"go", "vet", "-vettool=" + cache}
	}
	command = append(command, patterns...)
	if cold, err = timed(dir, cache, command); err == nil {
		warm, err = timed(dir, cache, command)
	}
	return cold, warm, err
}

// timed runs a command. That it finds something is no failure.
func timed(dir, cache string, command []string) (usage, error) {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "STATICCHECK_CACHE="+cache, "GOWORK=off")
	start := time.Now()
	err := cmd.Run()
	u := usage{wall: time.Since(start)}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return u, err
	}
	u.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	if ru, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		u.memory = ru.Maxrss << 10 // kilobytes on Linux
	}
	return u, nil
}

// table prints the medians, and how the CPU time compares with that of the first tool.
func table(out io.Writer, tools []*tool) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, strings.Join([]string{"tool", "state", "CPU s", "of stock", "wall s", "peak MB"}, "\t"))
	for _, state := range []string{"cold", "warm"} {
		runs := func(t *tool) []usage {
			if state == "cold" {
				return t.cold
			}
			return t.warm
		}
		stock := median(runs(tools[0]), func(u usage) time.Duration { return u.cpu })
		for _, t := range tools {
			cpu := median(runs(t), func(u usage) time.Duration { return u.cpu })
			wall := median(runs(t), func(u usage) time.Duration { return u.wall })
			memory := median(runs(t), func(u usage) int64 { return u.memory })
			fmt.Fprintf(w, "%s\t%s\t%.1f\t%.2f\t%.1f\t%d\n", t.name, state, cpu.Seconds(), float64(cpu)/float64(stock), wall.Seconds(), memory>>20)
		}
	}
	return w.Flush()
}

// median returns the median of one figure.
func median[T cmp.Ordered](runs []usage, figure func(usage) T) (m T) {
	var all []T
	for _, u := range runs {
		all = append(all, figure(u))
	}
	if slices.Sort(all); len(all) > 0 {
		m = all[len(all)/2]
	}
	return m
}
