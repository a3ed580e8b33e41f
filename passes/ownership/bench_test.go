package ownership_test

import (
	"testing"

	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/ssa"
)

// BenchmarkOwnership analyses packages of the standard library that open much, with their verdicts, and compares that
// with building their SSA form, which the analysis does first: the difference of the two is the cost of the engine.
func BenchmarkOwnership(b *testing.B) {
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadSyntax},
		"os", "os/exec", "net", "net/http", "database/sql", "archive/zip", "compress/gzip", "go/build", "encoding/json")
	if err != nil {
		b.Fatal(err)
	}
	b.Run("ssa", func(b *testing.B) {
		members := 0
		for b.Loop() {
			for _, p := range pkgs {
				members += buildSSA(p)
			}
		}
		b.ReportMetric(float64(members)/float64(b.N), "members/op")
	})
	b.Run("all", func(b *testing.B) {
		verdicts := 0
		for b.Loop() {
			for _, p := range pkgs {
				c := &checked{path: p.PkgPath, files: p.Syntax, pkg: p.Types, info: p.TypesInfo}
				res, err := analyze(p.Fset, c, make(factStore))
				if err != nil {
					b.Fatal(err)
				}
				verdicts += len(res.Verdicts())
			}
		}
		b.ReportMetric(float64(verdicts)/float64(b.N), "verdicts/op")
	})
}

// buildSSA builds a package as the analysis does, and counts its members.
func buildSSA(p *packages.Package) int {
	prog := ssa.NewProgram(p.Fset, 0)
	for _, imp := range p.Types.Imports() {
		prog.CreatePackage(imp, nil, nil, true)
	}
	pkg := prog.CreatePackage(p.Types, p.Syntax, p.TypesInfo, false)
	pkg.Build()
	return len(pkg.Members)
}
