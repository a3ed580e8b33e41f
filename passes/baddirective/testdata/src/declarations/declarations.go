// Package declarations has directives of all sorts, right ones and wrong ones.
package declarations

import (
	"io"
	"os"
)

var (
	kept   []*os.File
	keptFn []func()
)

var remote func(op string) error

var unknown func(f func())

// A directive is needed where the body cannot tell.

//guardlint:acquires
func okAcquire() (*session, error) { return &session{}, remote("acquire") }

type session struct{ log *os.File }

//guardlint:releases s
func (s *session) End() { remote("end") }

//guardlint:takes f
func okTake(f *os.File, s silent) { s.put(f) }

type silent interface{ put(f *os.File) }

type store interface {
	//guardlint:takes f
	put(name string, f *os.File)
	//guardlint:takes 1
	okUnnamed(string, *os.File)
	//guardlint:borrows receiver
	okBorrow()
	//guardlint:observes err
	okReport(err error)
}

//guardlint:observes err
func okObserve(err error) { remote(err.Error()) }

//guardlint:runs f later
func okRun(f func()) { unknown(f) }

//guardlint:releases s.log
func okField(s *session) { remote("close " + s.log.Name()) }

// What is no sentence of the language, or stands where it says nothing.

//guardlint:frees f // want `//guardlint:frees f: write acquires, releases, takes, borrows, uses, registers, observes or runs, not frees` want-category "malformed"
func badVerb(f *os.File) {}

//guardlint:takes // want `//guardlint:takes: "takes" has the wrong number of words: write takes x`
func badWords(f *os.File) {}

//guardlint:takes f and closes it // want `has the wrong number of words`
func badProse(f *os.File) {}

//guardlint:runs f sometimes // want `//guardlint:runs f sometimes: runs cannot say "sometimes": write now, deferred, later or goroutine`
func badTime(f func()) {}

// guardlint:takes f // want `//guardlint:takes f: a space before these words makes them prose: remove it`
func badSpace(f *os.File) {}

func badPlace() {
	//guardlint:takes f // want `//guardlint:takes f: it stands apart: write it into the comment of a function or interface method`
	f := kept[0]
	_ = f
}

// guardlint: this is prose, and so is guardlint:takes f.
func okProse() {}

// What it names does not exist.

//guardlint:takes file // want `badName has no parameter file: name one of f, 1` want-category "unknown-name"
func badName(f *os.File, _ int) {}

//guardlint:releases receiver // want `badReceiver has no parameter receiver: name one of f`
func badReceiver(f *os.File) {}

//guardlint:takes s.file // want `badField has no field s.file: name a path of fields that exists`
func badField(s *session) {}

//guardlint:acquires // want `badResult has no result that could be released: remove the directive`
func badResult() (bool, error) { return false, nil }

//guardlint:acquires conn // want `badResultName has no result conn: name one that it has, or its number`
func badResultName() (c io.Closer) { return nil }

// The code refutes it.

//guardlint:borrows f // want `badBorrow releases f, against the directive "borrows f": remove it` want-category "contradiction"
func badBorrow(f *os.File) { f.Close() }

//guardlint:borrows f // want `badBorrowKept keeps f, against the directive "borrows f": remove it`
func badBorrowKept(f *os.File) { kept = append(kept, f) }

//guardlint:runs f later // want `badLater calls f before it returns, against the directive "runs f later": write now`
func badLater(f func()) { f() }

//guardlint:runs f now // want `badNow hands f on, against the directive "runs f now": write later or goroutine`
func badNow(f func()) { keptFn = append(keptFn, f) }

//guardlint:runs f now // want `badConcurrent hands f on, against the directive "runs f now"`
func badConcurrent(f func()) { go f() }

//guardlint:takes f // want `badUnused never uses f, against the directive "takes f": remove it`
func badUnused(f *os.File) {}

//guardlint:observes err // want `badObserve never uses err, against the directive "observes err": remove it`
func badObserve(err error) {}

//guardlint:observes f // want `badObserved gets f as \*os.File: name a parameter that is an error`
func badObserved(f *os.File) { f.Close() }

//guardlint:runs name now // want `badRun gets name as string: name a parameter that is a function`
func badRun(name string) { remote(name) }

//guardlint:acquires // want `badAcquire acquires a \*lost that nothing releases: declare "releases" of a method or function for it`
func badAcquire() *lost { return &lost{} }

type lost struct{}

//guardlint:takes f
//guardlint:borrows f // want `badTwice has two statements about f: keep the one that is right`
func badTwice(f *os.File, s silent) { s.put(f) }

// The code shows it.

//guardlint:acquires // want `badFresh is seen to hand out what it acquires: remove the directive "acquires"` want-category "unneeded"
func badFresh() (*os.File, error) { return os.Open("x") }

//guardlint:releases f // want `badRelease is seen to release f: remove the directive "releases f"`
func badRelease(f io.Closer) { f.Close() }

//guardlint:takes f // want `badTake is seen to take f: remove the directive "takes f"`
func badTake(f *os.File) { kept = append(kept, f) }

//guardlint:borrows f // want `badLeave is seen to leave f alone: remove the directive "borrows f"`
func badLeave(f *os.File) { f.Sync() }

//guardlint:runs f now // want `badCall is seen to do so: remove the directive "runs f now"`
func badCall(f func()) { f() }

// On some paths only, it shows nothing.

//guardlint:takes f
func okSometimes(f *os.File) {
	if remote("x") == nil {
		kept = append(kept, f)
	}
}
