package guard

import (
	"go/types"
	"slices"
)

// Twice says what a second release of a guard does.
type Twice uint8

const (
	Nothing     Twice = iota // nothing, or nobody knows
	Fails                    // nothing, but it returns an error
	Panics                   // it panics
	EndsProgram              // it ends the program, and no recover helps
	HitsAnother              // it releases what somebody else has acquired in the meantime
)

// Harmful reports whether a second release does harm by itself.
func (t Twice) Harmful() bool { return t > Fails }

// NeededBy reports whether a method of the guard needs it to be there.
func (k *Kind) NeededBy(method string) bool { return slices.Contains(k.Uses, method) }

// A use is a method that a function calls on what it is given, before it returns.
type use struct {
	arg    int
	method string
}

// usedBy lists functions of the standard library that use an argument at once. Functions that only wrap it, such as
// bufio.NewReader, use it when somebody uses them. A descriptor has no methods: the functions are named like those.
var usedBy = map[string][]use{
	"io.Copy":               {{0, "Write"}, {1, "Read"}},
	"io.CopyBuffer":         {{0, "Write"}, {1, "Read"}},
	"io.CopyN":              {{0, "Write"}, {1, "Read"}},
	"io.ReadAll":            {{0, "Read"}},
	"io.ReadAtLeast":        {{0, "Read"}},
	"io.ReadFull":           {{0, "Read"}},
	"io.WriteString":        {{0, "Write"}},
	"io/ioutil.ReadAll":     {{0, "Read"}},
	"fmt.Fprint":            {{0, "Write"}},
	"fmt.Fprintf":           {{0, "Write"}},
	"fmt.Fprintln":          {{0, "Write"}},
	"fmt.Fscan":             {{0, "Read"}},
	"fmt.Fscanf":            {{0, "Read"}},
	"fmt.Fscanln":           {{0, "Read"}},
	"encoding/binary.Read":  {{0, "Read"}},
	"encoding/binary.Write": {{0, "Write"}},

	"syscall.Fstat":     {{0, "Fstat"}},
	"syscall.Fsync":     {{0, "Fsync"}},
	"syscall.Ftruncate": {{0, "Ftruncate"}},
	"syscall.Pread":     {{0, "Pread"}},
	"syscall.Pwrite":    {{0, "Pwrite"}},
	"syscall.Read":      {{0, "Read"}},
	"syscall.Seek":      {{0, "Seek"}},
	"syscall.Write":     {{0, "Write"}},

	"golang.org/x/sys/unix.Fstat":     {{0, "Fstat"}},
	"golang.org/x/sys/unix.Fsync":     {{0, "Fsync"}},
	"golang.org/x/sys/unix.Ftruncate": {{0, "Ftruncate"}},
	"golang.org/x/sys/unix.Pread":     {{0, "Pread"}},
	"golang.org/x/sys/unix.Pwrite":    {{0, "Pwrite"}},
	"golang.org/x/sys/unix.Read":      {{0, "Read"}},
	"golang.org/x/sys/unix.Seek":      {{0, "Seek"}},
	"golang.org/x/sys/unix.Write":     {{0, "Write"}},
}

// UsedBy returns the method that a function calls on its argument number arg before it returns, or "". The receiver does
// not count.
func UsedBy(fn *types.Func, arg int) string {
	for _, u := range usedBy[fn.FullName()] {
		if u.arg == arg {
			return u.method
		}
	}
	return ""
}

// boundBy lists functions whose result lives no longer than the context that they are given, or than the request that
// was made with it: result 0, and the number of the argument, of which a receiver is number -1. What is behind an
// http.RoundTripper may have the response in memory.
//
//	req, err := http.NewRequestWithContext(ctx, "GET", url, nil)
//	resp, err := http.DefaultClient.Do(req)    // resp.Body ends with ctx
var boundBy = map[string]int{
	"context.WithCancel":        0,
	"context.WithCancelCause":   0,
	"context.WithDeadline":      0,
	"context.WithDeadlineCause": 0,
	"context.WithTimeout":       0,
	"context.WithTimeoutCause":  0,
	"context.WithValue":         0,

	"net/http.NewRequestWithContext":  0,
	"(*net/http.Request).Clone":       0,
	"(*net/http.Request).WithContext": 0,
	"(*net/http.Client).Do":           0,
	"(*net/http.Transport).RoundTrip": 0,

	"(*database/sql.Conn).BeginTx":      0,
	"(*database/sql.Conn).QueryContext": 0,
	"(*database/sql.DB).BeginTx":        0,
	"(*database/sql.DB).QueryContext":   0,
	"(*database/sql.Stmt).QueryContext": 0,
	"(*database/sql.Tx).QueryContext":   0,
}

// Bound reports whether result 0 of a function ends with the context in its argument number arg.
func Bound(fn *types.Func, arg int) bool {
	at, found := boundBy[fn.FullName()]
	return found && at == arg
}

// EndsWithContext reports whether a value of type t is of no use when the context has ended with which it was made: a
// response whose body is not read yet, rows, a transaction.
func EndsWithContext(t types.Type) bool {
	p, ok := t.(*types.Pointer)
	if !ok {
		return false
	}
	named, ok := types.Unalias(p.Elem()).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return false
	}
	switch named.Obj().Pkg().Path() + "." + named.Obj().Name() {
	case "net/http.Response", "database/sql.Rows", "database/sql.Tx":
		return true
	}
	return false
}
