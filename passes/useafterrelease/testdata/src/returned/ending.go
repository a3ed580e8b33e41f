package returned

import (
	"fmt"
	"io"
	"os"
)

// A logger decides by its level how it ends, which no analysis shows of a call. Its name does.

var level = "PANIC"

func logf(as, format string, args ...any) {
	fmt.Fprintf(os.Stderr, as+": "+format+"\n", args...)
	if as == level {
		panic(fmt.Sprintf(format, args...))
	}
}

// Panicf logs a message and panics.
func Panicf(format string, args ...any) { logf("PANIC", format, args...) }

// Warnf logs a message.
func Warnf(format string, args ...any) { logf("WARN", format, args...) }

type sized struct {
	f    *os.File
	size int64
}

func mustClose(f *os.File) {
	if err := f.Close(); err != nil {
		Panicf("cannot close: %s", err)
	}
}

func okPanicf(f *os.File) *sized {
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		mustClose(f)
		Panicf("cannot seek: %s", err)
	}
	return &sized{f, size}
}

func badWarnf(f *os.File) *sized {
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		mustClose(f) // L(warn)
		Warnf("cannot seek: %s", err)
	}
	return &sized{f, size} // want `f is closed at line L(warn) before the \*sized with it is returned`
}

func (s *sized) ReadAt(b []byte, off int64) (int, error) { return s.f.ReadAt(b, off) }
