// Package seq has loops over iterators: what their bodies defer runs when the function around them ends.
package seq

import (
	"io"
	"iter"
	"os"
)

func badSeq(names iter.Seq[string]) error {
	for name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close() // want `f is closed only when badSeq returns, not after each iteration`
	}
	return nil
}

func badSeqContinue(names iter.Seq2[int, string]) error {
	for i, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close() // want `f is closed only when badSeqContinue returns`
		if i > 3 {
			continue
		}
		if _, err := io.Copy(io.Discard, f); err != nil {
			return err
		}
	}
	return nil
}

func badSeqInside(groups iter.Seq[[]string]) error {
	for names := range groups {
		for _, name := range names {
			f, err := os.Open(name)
			if err != nil {
				return err
			}
			defer f.Close() // want `f is closed only when badSeqInside returns`
		}
	}
	return nil
}

func okSeqFirst(names iter.Seq[string]) ([]byte, error) {
	for name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close()
		return io.ReadAll(f)
	}
	return nil, nil
}

func okSeqBreak(names iter.Seq[string]) {
	for name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		defer f.Close()
		_, _ = io.Copy(io.Discard, f)
		break
	}
}

func okSeqCollected(names iter.Seq[string]) ([]byte, error) {
	var readers []io.Reader
	for name := range names {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		readers = append(readers, f)
	}
	return io.ReadAll(io.MultiReader(readers...))
}
