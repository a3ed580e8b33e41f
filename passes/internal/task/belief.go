package task

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/source"
)

// Whether the error of releasing an object of the program is worth anything, no table tells; the rest of the package does.
// Where it calls the same release at other places and never looks at the error, a goroutine that drops it, too, loses nothing
// that its authors want.
//
//	defer c.Close() // here and everywhere
//	...
//	go c.Close()
//
// Goroutines are no witnesses of each other, nor are methods of the same name, which hand the error on whatever it is worth.
// Nor are tests: what is found in a package is not to depend on them.

// A releaseKey is a function by which objects are released. An interface that has nothing but this method is no kind of object:
// for those, the type tells what it is called on.
type releaseKey struct {
	fn *types.Func
	on *types.Named
}

// A weight is how many calls of a release there are, by what becomes of the error.
type weight struct{ seen, dropped int }

// minDropped is how many calls that drop the error are a custom: one may be a mistake by itself.
const minDropped = 2

func keyOf(r Release) releaseKey {
	k := releaseKey{fn: r.Fn}
	if recv := r.Fn.Signature().Recv(); recv != nil && r.Guard != nil {
		if role, ok := recv.Type().Underlying().(*types.Interface); ok && role.NumMethods() == 1 {
			k.on = namedOf(r.Guard.Type())
		}
	}
	return k
}

// unwanted reports whether the package releases such objects at other places, and never looks at the error. What a table of guards
// knows is no object of the program.
func (f *Finder) unwanted(r Release) bool {
	if r.Guard != nil {
		if _, known := f.lossWith(r.Fn.Name(), r.Guard.Type()); known {
			return false
		}
	}
	if f.calls == nil {
		f.weighErrors()
	}
	calls := f.calls[keyOf(r)]
	return calls.seen == 0 && calls.dropped >= minDropped
}

// weighErrors counts the calls of each release by whether somebody sees the error.
func (f *Finder) weighErrors() {
	f.calls = make(map[releaseKey]weight)
	launched := f.launched()
	for _, fn := range f.Functions {
		if source.InTest(fn.Prog.Fset, fn.Pos()) {
			continue
		}
		eachFunc(fn, func(fn *ssa.Function) {
			if launched[fn] {
				return
			}
			eachInstr(fn, func(instr ssa.Instruction) {
				call, ok := instr.(ssa.CallInstruction)
				if _, isGo := instr.(*ssa.Go); !ok || isGo {
					return
				}
				r, ok := f.ReleaseOf(call)
				if !ok || r.Err < 0 || r.Fn.Name() == fn.Name() {
					return
				}
				k := keyOf(r)
				w := f.calls[k]
				if f.isSeen(call) {
					w.seen++
				} else {
					w.dropped++
				}
				f.calls[k] = w
			})
		})
	}
}

// launched returns the functions of the package that are run in a goroutine somewhere.
func (f *Finder) launched() map[*ssa.Function]bool {
	set := make(map[*ssa.Function]bool)
	for _, fn := range f.Functions {
		eachFunc(fn, func(fn *ssa.Function) {
			eachInstr(fn, func(instr ssa.Instruction) {
				if l, ok := f.launch(instr); ok && l.Fn != nil {
					set[l.Fn] = true
				}
			})
		})
	}
	return set
}

// isSeen reports whether somebody gets to see the error of a release that is called.
func (f *Finder) isSeen(call ssa.CallInstruction) bool {
	value, ok := call.(*ssa.Call) // else it is deferred
	return ok && Sees(value, f.Summary) == Somebody
}
