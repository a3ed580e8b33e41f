// Package passtest runs a check over its fixtures and compares what it reports with what the fixtures say.
//
// # Fixtures
//
// A fixture is a folder testdata/src/NAME with one or more packages, imported as NAME and NAME/..., or an archive
// testdata/NAME.txtar that holds the same. A fixture whose top folder has a go.mod is loaded as that module, or in part
// if it is named NAME/FOLDER; the
// others share one tree in the style of GOPATH and may import each other and the standard library.
//
// # Verdicts
//
// The name of a fixture function is the verdict on it:
//
//	okName             nothing is reported inside
//	badName            something is reported inside
//	falsePositiveName  something is reported today, but should not be
//	falseNegativeName  nothing is reported today, but should be
//
// The name may start with a capital, a test function says TestBadName, and a type passes its verdict on to its
// methods. The last two need a doc comment that gives the reason; [Ledger] collects them. When such a function
// comes to be judged correctly, the test fails and tells to rename it, so that the ledger never lags behind.
// Helpers need no verdict as long as nothing is reported in them.
//
// # Expectations
//
// Comments state what is reported on their line:
//
//	f, err := os.Open(name) // want `f is not closed if the function returns at line L(early)` want-category "early-return"
//	return err              // want-related "this return leaves f open" L(early)
//
// want is followed by one regular expression for each diagnostic on the line, want-related by one for each related
// position that stands there, want-category by the exact categories. Every diagnostic must be wanted, except in
// falsePositive functions; related positions and categories are compared only where a comment asks for it.
// L(name) at the end of a comment marks the line, and inside a regular expression stands for the number of that
// line. A mark belongs to its top-level declaration; one that is unique in its file can be used from everywhere.
//
// # Fixes
//
// Every suggested fix is applied, and the result must be formatted as by gofmt, must compile, and must silence the
// diagnostic that offered it. Where x.go.golden exists, it must equal x.go after the first fix of each diagnostic,
// and x.go.2.golden, x.go.3.golden after their second and third alternatives. Run the test with -update to rewrite
// the golden files that exist.
package passtest
