package pitfalls

import (
	"iter"
	"os"
)

// The body of a loop over a function is a function of its own. Its defers belong to the function around it, which may
// have no defer itself; its returns and breaks go through a variable that the function around it tests.

func okDeferInBody(names iter.Seq[string]) error {
	for name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		if err := read(f); err != nil {
			return err
		}
	}
	return nil
}

func okCloseInBody(names iter.Seq[string]) error {
	for name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		err = read(f)
		f.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

func badReturnInBody(names iter.Seq[string]) error {
	for name := range names {
		f, err := os.Open(name) // want `f is not closed if the function returns at line L(read)`
		if err != nil {
			return err
		}
		if err := read(f); err != nil {
			return err // L(read)
		}
		f.Close()
	}
	return nil
}

func badContinueInBody(names iter.Seq[string]) {
	for name := range names {
		f, err := os.Open(name) // want `f is .*closed`
		if err != nil {
			continue
		}
		if err := read(f); err != nil {
			continue
		}
		f.Close()
	}
}

func badNeverInBody(names iter.Seq[string]) error {
	for name := range names {
		f, err := os.Open(name) // want `f is never closed`
		if err != nil {
			return err
		}
		if err := read(f); err != nil {
			return err
		}
	}
	return nil
}

// What was opened before the loop is released by a return inside it, by the code behind it, or not at all.

func okOpenedOutside(lines iter.Seq[string], name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	for line := range lines {
		if _, err := f.WriteString(line); err != nil {
			return err
		}
	}
	return nil
}

func okClosedOnBothWays(lines iter.Seq[string], name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	for line := range lines {
		if _, err := f.WriteString(line); err != nil {
			f.Close()
			return err
		}
	}
	return f.Close()
}

func badOpenedOutside(lines iter.Seq[string], name string) error {
	f, err := os.Create(name) // want `f is not closed if the function returns at line L(write)`
	if err != nil {
		return err
	}
	for line := range lines {
		if _, err := f.WriteString(line); err != nil {
			return err // L(write)
		}
	}
	return f.Close()
}

func okReturnedFromBody(names iter.Seq[string]) (*os.File, error) {
	for name := range names {
		f, err := os.Open(name)
		if err == nil {
			return f, nil
		}
	}
	return nil, os.ErrNotExist
}

func okBrokenOut(names iter.Seq[string]) error {
	var f *os.File
	for name := range names {
		var err error
		if f, err = os.Open(name); err == nil {
			break
		}
	}
	if f == nil {
		return os.ErrNotExist
	}
	defer f.Close()
	return read(f)
}
