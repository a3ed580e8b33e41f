package pitfalls

import (
	"io"
	"os"
)

// A captured variable is memory that function and literal share: a deferred literal reads at the exit what is in it
// then, not what was in it when it was deferred.

func okCapturedLater(name string) error {
	var f *os.File
	defer func() {
		if f != nil {
			f.Close()
		}
	}()
	enter()
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	return read(f)
}

func okCapturedAssigned(name string) (err error) {
	var f *os.File
	defer func() {
		if f != nil {
			f.Close()
		}
	}()
	f, err = os.Open(name)
	if err != nil {
		return err
	}
	return read(f)
}

func badCapturedReplaced(first, second string) error {
	f, err := os.Open(first) // want `f is (overwritten at line L(second) before it is|never) closed`
	if err != nil {
		return err
	}
	defer func() { f.Close() }()
	f, err = os.Open(second) // L(second)
	if err != nil {
		return err
	}
	return read(f)
}

func badCapturedCleared(name string) error {
	f, err := os.Open(name) // want `f is (never closed|overwritten at line .* before it is closed)`
	if err != nil {
		return err
	}
	defer func() {
		if f != nil {
			f.Close()
		}
	}()
	err = read(f)
	f = nil
	return err
}

// The operands of a deferred call, however, are evaluated when it is deferred.

func okDeferredOperand(first, second string) error {
	f, err := os.Open(first)
	if err != nil {
		return err
	}
	defer f.Close()
	f, err = os.Open(second)
	if err != nil {
		return err
	}
	defer f.Close()
	return read(f)
}

func badDeferredTooEarly(name string) error {
	var f *os.File
	defer f.Close()
	f, err := os.Open(name) // want `f is never closed`
	if err != nil {
		return err
	}
	return read(f)
}

func okDeferredParameter(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer func(c io.Closer) { c.Close() }(f)
	return read(f)
}

// A method value has captured its receiver: it is the release, wherever it goes.

func okMethodValue(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	release := f.Close
	defer release()
	return read(f)
}

func okMethodValueReturned(name string) (func() error, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return f.Close, nil
}

func okMethodValueOfInterface(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	var c io.Closer = f
	release := c.Close
	err = read(f)
	release()
	return err
}

func okMethodExpression(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer (*os.File).Close(f)
	return read(f)
}

func badMethodValueUncalled(name string, keep bool) error {
	f, err := os.Open(name) // want `f is not closed if the function returns at line L(kept)`
	if err != nil {
		return err
	}
	release := f.Close
	if keep {
		return nil // L(kept)
	}
	return release()
}

// A call through an interface has its receiver elsewhere than a static call.

func okThroughInterface(name string) error {
	var rc io.ReadCloser
	rc, err := os.Open(name)
	if err != nil {
		return err
	}
	defer rc.Close()
	return read(rc)
}

func badThroughInterface(name string) error {
	var rc io.ReadCloser
	rc, err := os.Open(name) // want `rc is not closed if the function returns at line L(read)`
	if err != nil {
		return err
	}
	if err := read(rc); err != nil {
		return err // L(read)
	}
	return rc.Close()
}

// Literals in literals share variables with all that enclose them.

func okNestedLiterals(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	done := func() {
		inner := func() { f.Close() }
		inner()
	}
	defer done()
	return read(f)
}

func okSetByLiteral(name string) error {
	var f *os.File
	open := func() (err error) {
		f, err = os.Open(name)
		return err
	}
	if err := open(); err != nil {
		return err
	}
	defer f.Close()
	return read(f)
}
