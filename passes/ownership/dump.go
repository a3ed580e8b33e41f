package ownership

import (
	"fmt"
	"io"
	"os"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/leakpath"
	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/summary"
)

// A dumper prints how the summary of one function came about. It is for people who work on guardlint.
type dumper struct {
	name string // pkg.Func or pkg.Type.Method; empty: print nothing
	out  io.Writer
}

func newDumper(name string) *dumper { return &dumper{name: name, out: os.Stderr} }

// wants reports whether fn is the function to be printed.
func (d *dumper) wants(fn *ssa.Function) bool {
	return d.name != "" && fn.Pkg != nil && fn.Pkg.Pkg.Path()+"."+fn.RelString(fn.Pkg.Pkg) == d.name
}

// study prints the ends of a study, with the steps that led there.
func (d *dumper) study(fn *ssa.Function, what string, st *leakpath.Study) {
	if !d.wants(fn) {
		return
	}
	fmt.Fprintf(d.out, "%s: %s: %d visits\n", d.name, what, st.Visits)
	if st.GaveUp != nil {
		fmt.Fprintf(d.out, "\tgave up: %v\n", st.GaveUp)
	}
	for i, x := range st.Exits {
		fmt.Fprintf(d.out, "\tend %d: %s", i+1, x.Status)
		if x.Reason != "" {
			fmt.Fprintf(d.out, " (%s)", x.Reason)
		}
		if x.Result >= 0 {
			fmt.Fprintf(d.out, " result %d%v", x.Result, x.Path)
		}
		fmt.Fprintf(d.out, " failed=%t unknown=%t\n", x.Failed, x.Unknown)
		for _, ev := range x.Trace.Steps() {
			fmt.Fprintf(d.out, "\t\t%s: %d %t %s\n", fn.Prog.Fset.Position(ev.Pos), ev.Kind, ev.Taken, ev.Note)
		}
	}
}

// after prints why what is done with a released guard is not known.
func (d *dumper) after(o *obligation.Obligation, gaveUp error) {
	if gaveUp != nil && d.wants(topLevel(o.Fn)) {
		fmt.Fprintf(d.out, "%s: %s after its release: gave up: %v\n", d.name, o.Kind.Name, gaveUp)
	}
}

// done prints the function's SSA and its summary.
func (d *dumper) done(fn *ssa.Function, s *summary.Summary) {
	if d.wants(fn) {
		fn.WriteTo(d.out)
		fmt.Fprintf(d.out, "%s: %s\n", d.name, s)
	}
}
