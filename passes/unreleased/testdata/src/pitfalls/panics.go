package pitfalls

import "os"

// mustPanic returns only where f has panicked.
func mustPanic(f func()) {
	defer func() {
		if recover() == nil {
			os.Exit(1)
		}
	}()
	f()
}

func badAfterPanic(name string) error {
	f, err := os.Open(name) // want `f is never closed`
	if err != nil {
		return err
	}
	mustPanic(func() { panic(name) })
	_, err = f.Stat()
	return err
}

func badAfterLiteral(name string) error {
	f, err := os.Open(name) // want `f is never closed`
	if err != nil {
		return err
	}
	expect := func(f func()) {
		defer func() {
			if problem := recover(); problem == nil {
				os.Exit(1)
			}
		}()
		f()
	}
	expect(func() { os.Chdir(name) })
	_, err = f.Stat()
	return err
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

// What is returned beside nil, and was looked at before, may be nil, too.
func badKnownError(name string) (*os.File, error) {
	f, err := os.Open(name) // want `f is never closed`
	if err != nil {
		return nil, err
	}
	defer func() { check(err) }()
	err = os.Chdir(f.Name())
	return nil, err
}

// closes only the first file in the end: what a deferred call was registered with in an earlier round is not told apart from what
// the next one acquires.
func falseNegativeSecondRound(names []string) error {
	first := true
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		if first {
			first = false
			defer f.Close()
			continue
		}
		if _, err := f.Stat(); err != nil {
			continue
		}
	}
	return nil
}

// What a deferred literal looks at is not what it was when it was deferred.
func badKept(name string) error {
	f, err := os.Open(name) // want `f is not closed if the function returns at line L(kept)`
	if err != nil {
		return err
	}
	keep := false
	defer func(f *os.File) {
		if !keep {
			f.Close()
		}
	}(f)
	if _, err := f.Stat(); err != nil {
		keep = true
		return err // L(kept)
	}
	return nil
}
