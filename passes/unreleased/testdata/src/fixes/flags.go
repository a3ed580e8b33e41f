package fixes

import (
	"errors"
	"io"
	"os"
)

// Where many returns lack the release and one hands the guard on, a flag tells the two apart.

func badManyReturns(name string, steps [5]func(io.Reader) error) (*os.File, error) {
	f, err := os.Open(name) // want `f is not closed if the function returns at line`
	if err != nil {
		return nil, err
	}
	if err := steps[0](f); err != nil {
		return nil, err
	}
	if err := steps[1](f); err != nil {
		return nil, err
	}
	if err := steps[2](f); err != nil {
		return nil, err
	}
	if err := steps[3](f); err != nil {
		return nil, err
	}
	if err := steps[4](f); err != nil {
		return nil, err
	}
	return f, nil
}

// The function has a deferred call already, and a variable of the name that the flag would get.

func badManyReturnsBesideDefer(name string, steps [5]func(io.Reader) error) (_ *os.File, err error) {
	kept := 0
	defer func() {
		if err != nil {
			err = errors.Join(err, errors.New(name))
		}
	}()
	f, err := os.Open(name) // want `f is not closed if the function returns at line`
	if err != nil {
		return nil, err
	}
	if err := steps[0](f); err != nil {
		return nil, err
	}
	kept++
	if err := steps[1](f); err != nil {
		return nil, err
	}
	if err := steps[2](f); err != nil {
		return nil, err
	}
	if err := steps[3](f); err != nil {
		return nil, err
	}
	if err := steps[4](f); err != nil {
		return nil, err
	}
	if kept < len(name) {
		return f, nil
	}
	return f, nil
}

// Three ways to hand it on are a different kind of function.

func badManyWays(name string, n int, steps [5]func(io.Reader) error) (*os.File, error) {
	f, err := os.Open(name) // want `f is not closed if the function returns at line`
	if err != nil {
		return nil, err
	}
	for _, step := range steps {
		if step == nil {
			return nil, errors.New("no step")
		}
	}
	if err := steps[1](f); err != nil {
		return nil, err
	}
	if err := steps[2](f); err != nil {
		return nil, err
	}
	if err := steps[3](f); err != nil {
		return nil, err
	}
	if err := steps[4](f); err != nil {
		return nil, err
	}
	switch n {
	case 1:
		return f, nil
	case 2:
		return f, nil
	}
	return f, nil
}
