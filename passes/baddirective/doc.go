// Package baddirective reports directives that are wrong or do nothing.
//
// Directives are how a program tells guardlint what it cannot see, and where it is to be silent. A directive with a
// mistake in it, or one that the code has left behind, would mislead readers and checks alike.
//
// # What it reports
//
// Of declarations, which stand in the comment of a function or interface method: those that are no sentence of the
// language (category malformed), that name a parameter or result which does not exist (unknown-name), that say
// what the body refutes on every path (contradiction), and that say what the body shows anyway (unneeded). The same
// holds for the entries of the configuration about functions of the package that is analysed.
//
// Of directives that silence a check: those without a check or a reason (incomplete), those that name no check
// (unknown-check), and those where there is nothing to silence (unused).
//
// # Example (bad)
//
// The parameter has been renamed, and the other function closes the file by itself:
//
//	var kept []*os.File
//
//	//guardlint:takes file // guardlint: keep has no parameter file: name one of f
//	func keep(f *os.File) { kept = append(kept, f) }
//
//	//guardlint:releases f // guardlint: finish is seen to release f: remove the directive "releases f"
//	func finish(f *os.File) error { return f.Close() }
//
// # Fix (good)
//
// A directive is needed where the code cannot tell:
//
//	type store interface {
//		//guardlint:takes f
//		Add(f *os.File)
//	}
//
//	func add(s store, name string) error {
//		f, err := os.Open(name)
//		if err != nil {
//			return err
//		}
//		s.Add(f)
//		return nil
//	}
//
// # What it does not report
//
// A declaration that the body neither shows nor refutes is what declarations are for. Directives in generated files
// are read and not judged. Entries of the configuration about other modules are judged by "guardlint config check".
//
// # Suppressing
//
// There is no way to silence this check on a line: remove the directive.
package baddirective
