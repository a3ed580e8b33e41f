// Package guard says which calls acquire a guard and which calls release it.
//
// A guard is anything that must be given back. A [Kind] describes a family of guards as data: the calls that
// acquire one, where the guard is to be found afterwards, when the acquisition counts, and the alternative
// ways of releasing it. The knowledge of libraries lives in the tables of this package and nowhere else; what is
// not in a table is inferred from the code that calls into it.
package guard

import "slices"

// A Kind is a family of guards with one way of speaking about them.
type Kind struct {
	Name string // stable identifier, used in statistics and configuration: "file"
	Noun string // what a message calls it where the program has no name for it: "file", "response body"
	Verb string // past participle of the release, for messages: "closed", "stopped", "committed or rolled back"

	Check   string // the check that reports it: "unreleased" (the zero value means this) or "lockheld"
	Acquire []Acquisition
	// Made lists the types of results that callers have to release, by convention: see [Table.ByConvention]. Where in them
	// the guard is, the first acquisition says.
	Made    []string
	Release []Release // alternatives: any one of them discharges the guard
	Errors  ErrorPolicy
	// Writes lists the methods by which the guard is written to, so that something is lost if its release fails. It has some
	// where the error of the release is the last word on what was written, and closeerr asks for it.
	Writes []string
	// Confirms lists the methods other than the release that tell whether what was written has arrived: Sync.
	Confirms   []string
	Idempotent bool      // a second release is harmless
	Twice      Twice     // what a second release does, where that is known and not nothing
	Shared     bool      // a second acquisition of the same one is harmless: read locks
	Durable    bool      // something outlives the process when the release is missing: temp dirs, unflushed writers
	Ceiling    Certainty // the most that a report about this kind may claim

	// SuccessOnly says that an exit which returns a non-nil error needs no release: what a writer still
	// buffers is worthless once the function has failed, and all that is left to do is to drop it.
	SuccessOnly bool
	// Sibling names the kind whose releases are easily taken for those of this one: RLock and then Unlock.
	Sibling string
	// Paired says that a function which never releases the guard may mean it (a signal handler for the life of the
	// process), so that only an exit without the release beside another exit with it is a mistake.
	Paired bool
	// Half says that the acquisition returns two halves of one thing as its first two results, and that nobody needs this one
	// to be released before the other one was used: who would wait for it?
	Half bool
	// Awaited names the method that waits for all guards that are counted by one object, and is all that misses one: Wait.
	Awaited string
	// Handles names the methods without parameters whose result stands for the guard: f.Name() is the path that
	// os.Remove takes, and whoever has the path can release the temporary file.
	Handles []string

	// Expires names the methods without parameters whose result is a channel that is closed when the guard has expired: where
	// something was received from it, there is nothing left to release.
	Expires []string

	// Parent names the methods by which what the guard was made from, the receiver of its acquisition, is released and the
	// guard with it: a session ends with its connection.
	Parent []string

	// Uses names the methods that need the guard: of one that has been released they fail, read nothing, or write to
	// nowhere. A kind without them says nothing of what a released guard is good for.
	Uses []string
	// Context says that the result before the guard is a context which the release ends.
	Context bool
	// Found says that the result before the guard is a context in which others find it: trace.SpanFromContext.
	Found bool
	// Revives names the methods after which a released guard can be used again: Reset.
	Revives []string

	Why string // the reason for the row, with its source: documentation, issue, measurement
}

// An Acquisition is a call that makes a guard.
type Acquisition struct {
	// Func is the callee as [go/types.Func.FullName] prints it: "os.Open", "(*os.File).Dup",
	// "(net.Listener).Accept". Methods of generic types are named by their origin.
	Func   string
	Holder Holder
	Valid  Validity
	// PairedUnless makes the kind [Kind.Paired] for calls whose first argument is not this constant: a temporary file in a
	// directory of the program's own may well be removed with it.
	PairedUnless string
	Only         string // the constant that the first argument must be, for the call to acquire one guard: wg.Add(1)
	Until        string // the go version ("go1.23") from which on this call makes no duty; empty means always
	Mode         Mode   // of files: whether it makes one to write to
}

// A Holder says where a guard is found, relative to the call that acquires it.
type Holder struct {
	In    Place
	Index int    // of the result or the argument; the receiver does not count as an argument
	Field string // dotted field path below it: "Body"
}

// A Mode says what a file is opened for.
type Mode uint8

const (
	ForReading Mode = iota // or for something that cannot be lost, as what is written to a pipe
	ForWriting
	ByFlags // an argument says it, in the bits of os.OpenFile
)

// Place is the root of a [Holder].
type Place uint8

const (
	Result   Place = iota // result number Index
	Receiver              // the receiver of the call: mu.Lock()
	Arg                   // argument number Index: signal.Notify(c)
	Process               // no value at all: pprof.StartCPUProfile turns on something that the process has once
)

// Validity says when an acquisition has happened at all.
type Validity uint8

const (
	// Auto follows the signature: an error as last result must be nil, a bool as last result must be true, a number that is
	// an error must be zero, else a result that can be nil must not be nil.
	Auto   Validity = iota
	Always          // the call cannot fail
	ErrNil          // the last error result is nil
	OK              // the last bool result is true
	NonNil          // the holder is not nil, whatever the error says
	Zero            // the last result, a number that is an error, is zero: see [IsErrno]
)

// A Release is one way of giving a guard back. Exactly one of Method, Func, Call, Close and Send is set.
type Release struct {
	// Method is the name of a method called on the guard, whatever the static type of the variable that
	// holds it: a file in an io.Closer is still a file.
	Method string
	Field  string // dotted path from the guard to the receiver of Method: cmd.Process.Wait() is {Field: "Process", Method: "Wait"}

	Func string // a function (FullName) taking the guard
	Arg  int    // as its argument with this number; the receiver does not count; NoArg if it takes none

	Call  bool // calling the guard itself: cancel()
	Close bool // closing it, a channel
	Send  bool // sending on it, a channel

	// When restricts the release to calls with this outcome: rows are closed when Next returns false.
	When Outcome
	// Undoes says that the release throws away what was written, so that its error tells nothing: Rollback.
	Undoes bool

	Takes bool // nothing is released here: somebody else has the guard from now on, and releases it
}

// AnyMethod stands, in [Kind.Writes], for all methods that do not release.
const AnyMethod = "*"

// NoArg as [Release.Arg] says that the function is not told which guard to release and releases all of the kind:
// trace.Stop(), signal.Reset().
const NoArg = -1

// Outcome is what a call returned.
type Outcome uint8

const (
	AnyOutcome Outcome = iota
	False              // its only result is false
	True               // its only result is true
	Success            // its error is nil
	Failure            // its error is not nil
)

// ErrorPolicy says whether the error of the release matters.
type ErrorPolicy uint8

const (
	MayIgnore ErrorPolicy = iota // nothing is lost with it: readers
	Matters                      // it reports that data did not arrive: writers, commits
	IfWritten                    // the same, of guards that were acquired for writing and written to: files
)

// Certainty grades a report. See the check pages: definite and likely reports are shown by default.
type Certainty uint8

const (
	Definite Certainty = iota // shown on a path, nothing assumed
	Likely                    // inferred from partial evidence
	Unsure                    // something unknown may have taken the guard
)

// IsStd reports whether a package path looks like one of the standard library: its first element has no dot. This is how
// imports are grouped; a module may do without a dot too.
func IsStd(path string) bool {
	for i := range len(path) {
		switch path[i] {
		case '.':
			return false
		case '/':
			return true
		}
	}
	return true
}

// WrittenBy reports whether the method of this name writes to guards of the kind.
func (k *Kind) WrittenBy(method string) bool {
	return slices.Contains(k.Writes, method) || slices.Contains(k.Writes, AnyMethod) && len(k.ByMethod(method)) == 0
}

// ReportedBy returns the name of the check that reports leaks of this kind.
func (k *Kind) ReportedBy() string {
	if k.Check == "" {
		return "unreleased"
	}
	return k.Check
}
