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
