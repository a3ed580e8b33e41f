package pitfalls

import (
	"fmt"
	"iter"
	"os"
)

// The functions in this file were judged wrongly once; comparing verdicts with a walk over all paths of generated
// programs found them. A variable inside a loop is a new one in each round: a literal that an earlier round has deferred
// still has the old one.

func okLiteralDeferredInLoop(names []string) error {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer func() { f.Close() }()
	}
	return nil
}

func badVariableOutsideLoop(names []string) error {
	var f *os.File
	var err error
	for _, name := range names {
		if f, err = os.Open(name); err != nil { // want `f is .*overwritten`
			return err
		}
		defer func() { f.Close() }()
	}
	return nil
}

// The body of a loop over a function sees and sets the variables around it, in any number of rounds.

func okFlagSetInBody(names iter.Seq[string], f *os.File) (*os.File, error) {
	own := false
	for name := range names {
		if f == nil && !own {
			g, err := os.Open(name)
			if err != nil {
				return nil, err
			}
			own, f = true, g
		}
	}
	return f, nil
}

func okClosedInFirstRound(names iter.Seq[string], name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	closed := false
	for name := range names {
		if !closed {
			f.Close()
			closed = true
		}
		println(name)
	}
	if !closed {
		f.Close()
	}
	return nil
}

func badNotClosedWithoutRounds(names iter.Seq[string], name string) error {
	f, err := os.Open(name) // want `f is not closed if the function returns at line L(end)`
	if err != nil {
		return err
	}
	for range names {
		f.Close()
	}
	return nil // L(end)
}

// What a literal with branches stores in a captured struct stays inside the function.

func badStoredInLocal(name string, verbose bool) error {
	var local struct{ f *os.File }
	f, err := os.Open(name) // want `f is never closed`
	if err != nil {
		return err
	}
	func() {
		if verbose {
			println(name)
		}
		local.f = f
	}()
	_, err = local.f.Stat()
	return err
}

// A struct variable without an initial value has fields without one.

func okZeroField(name string) error {
	var state struct{ shared *os.File }
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	if name == "-" {
		println("standard input")
	}
	if state.shared == nil {
		f.Close()
	}
	return nil
}

// An error that is wrapped again in each round is one value for each of them.

func okWrappedInLoop(name string, more func() bool) (err error) {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer func() {
		for more() {
			err = fmt.Errorf("again: %w", err)
		}
		f.Close()
	}()
	return nil
}

// The result of a call that a captured variable gets is undecided, whoever else can see the variable.

func badStoredResult(name string, ready func() bool) bool {
	var ok bool
	check := func() {
		f, err := os.Open(name) // want `f is not closed if the function returns at line`
		if err != nil {
			return
		}
		ok = ready()
		if ok {
			f.Close()
		}
	}
	check()
	return ok
}

// What is known of an error stays known when it is stored where others see it.

func okStoredError(name string, last *error) {
	f, err := os.Open(name)
	if err != nil {
		return
	}
	e := f.Sync()
	if e == nil {
		f.Close()
	}
	*last = e
	if e != nil {
		panic(e)
	}
}

func okStoredInResult(name string) (err error) {
	func() {
		defer func() { mustNot(err) }()
		f, e := os.Open(name)
		if e != nil {
			return
		}
		if err = f.Sync(); err == nil {
			f.Close()
		}
	}()
	return nil
}

func mustNot(err error) {
	if err != nil {
		panic(err)
	}
}
