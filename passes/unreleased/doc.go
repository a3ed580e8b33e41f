// Package unreleased reports guards that some path does not release.
//
// A guard is anything that must be given back: a file, a response body, a connection, a transaction, a cancel
// function, a temporary directory, a child process, or an object that owns such things. A call that acquires one
// makes a duty: on every path from there to an exit of the function the guard is released, or handed to a new owner.
//
// # What it reports
//
// Each acquisition is reported at most once, where it happens, if a path leads from it to an exit with the duty
// unfulfilled. The return that leaves the guard open is a related position. The category of the report says which
// form it has: never, if no path releases the guard; early-return, if some do; overwritten, if the only variable
// that holds the guard is assigned again; loop, if that happens in the next iteration; discarded, if no variable
// holds it at all.
//
// The kinds of guards of the standard library are known, and many of other modules. What calling a function of the
// program does to the guards that pass through it is computed from its body.
//
// Where there is no body to look into, at calls of interface methods and function values, the type of a result beside
// an error tells: what is an io.ReadCloser, a net.Conn, an *http.Response, or any interface that asks for Close and
// for more, is to be closed. With -convention=false such guards are left out.
//
// What a function of the program returns is also to be released if most other calls of it in the package are followed by a
// release of the result, two of them at least: opened like this, and closed there. And a function that releases a
// result where it succeeds has to release it where it fails. With -belief=false such results are left out.
//
// A goroutine that ends in one way only, when a channel is closed or sent to, is a guard as well: whoever made the channel,
// or has the object with it, must end the goroutine. A goroutine that can also end by itself is nobody's duty, and in
// tests goroutines may stay.
//
// # Example (bad)
//
// The file stays open when the header cannot be read:
//
//	func readHeader(name string) ([]byte, error) {
//		f, err := os.Open(name) // guardlint: f is not closed if the function returns at line 8
//		if err != nil {
//			return nil, err
//		}
//		header := make([]byte, 16)
//		if _, err := io.ReadFull(f, header); err != nil {
//			return nil, err
//		}
//		return header, f.Close()
//	}
//
// # Fix (good)
//
//	func readHeader(name string) ([]byte, error) {
//		f, err := os.Open(name)
//		if err != nil {
//			return nil, err
//		}
//		defer f.Close()
//		header := make([]byte, 16)
//		_, err = io.ReadFull(f, header)
//		return header, err
//	}
//
// # What it does not report
//
// The path on which the acquisition failed makes no duty, and a path that ends the process or panics ends it.
// A guard is handed on, and no longer watched here, when it is returned, stored in something that outlives the call
// (a field of the receiver or of a parameter, a global variable, a map, a slice, a channel), given to a function
// that keeps it, or registered for cleanup, as with testing.T.Cleanup. Where a hand-over can fail, it counts only
// where it succeeded.
//
// A guard that code outside the reach of the analysis may have taken is reported with -strict only: interface
// methods that are not known, reflection, cgo, functions whose analysis was given up because they are too large.
//
// # Suppressing
//
// A comment on or above the line, with a reason, silences the check:
//
//	//guardlint:ignore unreleased the process ends with the file open
package unreleased
