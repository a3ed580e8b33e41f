// Command stdgen computes the summaries of the standard library that package ownership embeds.
package main

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"flag"
	"fmt"
	"log"
	"os"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/guardlint/guardlint/passes/ownership"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("stdgen: ")
	out := flag.String("o", "std.bin", "write to `file`")
	dump := flag.String("dump", "", "print how the summary of `function` comes about")
	flag.Parse()
	data, err := compute(*dump, patterns()...)
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(*out, data, 0o666); err != nil {
		log.Fatal(err)
	}
}

// compute analyses the standard library from source.
func compute(dump string, patterns ...string) ([]byte, error) {
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax}, patterns...)
	if err != nil {
		return nil, err
	}
	owner := ownership.FromSource()
	if err := owner.Flags.Set("dump", dump); err != nil {
		return nil, err
	}
	graph, err := checker.Analyze([]*analysis.Analyzer{owner}, pkgs, nil)
	if err != nil {
		return nil, err
	}
	actions := slices.Collect(graph.All())
	slices.SortFunc(actions, func(a, b *checker.Action) int { return cmp.Compare(a.Package.PkgPath, b.Package.PkgPath) })
	var buf bytes.Buffer
	for _, act := range actions {
		var fact ownership.Fact
		if !act.PackageFact(act.Package.Types, &fact) {
			return nil, fmt.Errorf("the analysis of %s broke off: find out by a test of the package where it panics", act.Package.PkgPath)
		}
		put(&buf, []byte(act.Package.PkgPath))
		put(&buf, fact.Data)
	}
	return buf.Bytes(), nil
}

// put writes data with its length in front.
func put(buf *bytes.Buffer, data []byte) {
	buf.Write(binary.AppendUvarint(nil, uint64(len(data))))
	buf.Write(data)
}

// patterns names the packages to analyse: those given as arguments, with what they import, or the whole library.
func patterns() []string {
	if flag.NArg() > 0 {
		return flag.Args()
	}
	return []string{"std"}
}
