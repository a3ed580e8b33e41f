package pitfalls

import (
	"errors"
	"io"
	"net/http"
	"os"
)

// Each mention of resp.Body loads the field again: what is the same is the path, not the register.

func okReloaded(url string) error {
	resp, err := http.Get(url)
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		resp.Body.Close()
		return errors.New(resp.Status)
	}
	_, err = io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
	return err
}

func okReloadedElsewhere(url string) error {
	resp, err := http.Get(url)
	if err != nil {
		return err
	}
	same := resp
	defer same.Body.Close()
	_, err = io.Copy(io.Discard, resp.Body)
	return err
}

func badReloaded(url string) error {
	resp, err := http.Get(url) // want `resp.Body is not closed if the function returns at line L(status)`
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return errors.New(resp.Status) // L(status)
	}
	_, err = io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
	return err
}

// The operands of || lead to one block: the first with nothing acquired, the second with an open file.

func badOr(name string) error {
	f, err := os.Open(name) // want `f is not closed if the function returns at line L(or)`
	if err != nil || name == "" {
		return err // L(or)
	}
	defer f.Close()
	return read(f)
}

func okAnd(name string) error {
	f, err := os.Open(name)
	if err == nil && name != "" {
		defer f.Close()
		return read(f)
	}
	if err == nil {
		f.Close()
	}
	return err
}

func okOrClosedInside(name string) error {
	f, err := os.Open(name)
	if err != nil || name == "" {
		if err == nil {
			f.Close()
		}
		return err
	}
	defer f.Close()
	return read(f)
}

// The error reaches the last return through the head of the loop.

func okRetry(name string, tries int) (*os.File, error) {
	var err error
	for range tries {
		var f *os.File
		f, err = os.Open(name)
		if err == nil {
			return f, nil
		}
	}
	return nil, err
}

func okRetryBreak(name string, tries int) error {
	var f *os.File
	var err error
	for range tries {
		f, err = os.Open(name)
		if err == nil {
			break
		}
	}
	if err != nil {
		return err
	}
	if f == nil {
		return nil
	}
	return f.Close()
}

func badRetryKeepsLast(name string, tries int) (*os.File, error) {
	var last *os.File
	for range tries {
		f, err := os.Open(name) // want `f is overwritten in the next iteration before it is closed`
		if err != nil {
			return nil, err
		}
		last = f
	}
	return last, nil
}

// A switch is a chain of tests in the order of the source; that errors.Is is true of an error says that there is one.

func okErrorsIs(name string) error {
	f, err := os.Open(name)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return err
	}
	return f.Close()
}

func okSwitchOnError(name string) error {
	f, err := os.Open(name)
	switch err {
	case nil:
		return f.Close()
	case io.EOF:
		return nil
	default:
		return err
	}
}

func okOldPredicate(name string) error {
	f, err := os.Open(name)
	if os.IsNotExist(err) {
		return nil
	} else if err != nil {
		return err
	}
	return f.Close()
}

func badSwitch(name string, mode int) error {
	f, err := os.Open(name) // want `f is not closed if the function returns at line L(two)`
	if err != nil {
		return err
	}
	switch mode {
	case 1:
		return f.Close()
	case 2:
		return nil // L(two)
	}
	return f.Close()
}

func okErrorsAs(name string) error {
	f, err := os.Open(name)
	var pathErr *os.PathError
	if errors.As(err, &pathErr) {
		return pathErr.Err
	}
	if err != nil {
		return err
	}
	return f.Close()
}
