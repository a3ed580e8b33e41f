// Package pull has the fixtures of the kind pull: the stop function of an iterator that is pulled.
package pull

import "iter"

func badNever(seq iter.Seq[int]) (int, bool) {
	next, stop := iter.Pull(seq) // want `stop is never called`
	println("stop", stop != nil)
	return next()
}

func badDiscarded(seq iter.Seq[int]) (int, bool) {
	next, _ := iter.Pull(seq) // want `stop function of iter.Pull is discarded and never called`
	return next()
}

func badEarlyReturn(a, b iter.Seq[int]) bool {
	nextA, stopA := iter.Pull(a)
	defer stopA()
	nextB, stopB := iter.Pull(b) // want `stopB is not called if the function returns at line L(differ)`
	for {
		x, okA := nextA()
		y, okB := nextB()
		if okA != okB || x != y {
			return false // L(differ)
		}
		if !okA {
			stopB()
			return true
		}
	}
}

func badErrorBranch(seq iter.Seq2[string, error]) (string, error) {
	next, stop := iter.Pull2(seq) // want `stop is not called if the function returns at line L(failed)`
	s, err, _ := next()
	if err != nil {
		return "", err // L(failed)
	}
	stop()
	return s, nil
}

func okDefer(seq iter.Seq[int]) (int, bool) {
	next, stop := iter.Pull(seq)
	defer stop()
	return next()
}

func okHandOff(seq iter.Seq[int]) (func() (int, bool), func()) {
	return iter.Pull(seq)
}

type cursor struct {
	next func() (int, bool)
	stop func()
}

func okOwner(seq iter.Seq[int]) *cursor {
	next, stop := iter.Pull(seq)
	return &cursor{next: next, stop: stop}
}
