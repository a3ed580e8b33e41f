// Package useafterrelease reports guards that are used, or returned to the caller, after they were released.
//
// A file that has been closed cannot be read. A deferred release runs before the caller gets the results: a function that
// defers a Close and returns what it closes hands out something of no use.
//
// # What it reports
//
// On a path that has released the guard, or whose deferred calls release it:
//
//   - use: a call of a method that needs the guard (Read, Write, Next, Query and the like, as the table of guards has
//     them), or of a function of the standard library that calls one at once, such as io.Copy
//   - return: the guard is returned, or the response whose body it is, beside no error
//   - inside: something that has the guard in it is returned, a reader around it or a struct of the package whose methods
//     use it
//   - cancelled: a response, rows or a transaction are returned after the context has been cancelled with which they
//     were made; the caller cannot read them
//
// Reported at the use or the return statement, once for each acquisition. The release is a related position.
//
// # Example (bad)
//
// The caller gets a file that is closed:
//
//	func open(name string) (*os.File, error) {
//		f, err := os.Open(name)
//		if err != nil {
//			return nil, err
//		}
//		defer f.Close()
//		if _, err := f.Stat(); err != nil {
//			return nil, err
//		}
//		return f, nil // guardlint: f is returned after it is closed by the deferred call at line 6
//	}
//
// # Fix (good)
//
// The file is closed where it is not returned:
//
//	func open(name string) (*os.File, error) {
//		f, err := os.Open(name)
//		if err != nil {
//			return nil, err
//		}
//		if _, err := f.Stat(); err != nil {
//			f.Close()
//			return nil, err
//		}
//		return f, nil
//	}
//
// A fix is suggested for a guard that is returned after a deferred release: the release goes before the other returns. Which
// of a use and the release before it comes too early or too late, and whether a reader around a closed file or what ends with
// a context is to live longer, only the author knows.
//
// # What it does not report
//
// Methods that a released guard still answers: Name, Err, the fields of a response, another Close. Returns with an error.
// Guards that somebody else can have replaced or opened again: in a field of an object that a callee has had, a compressor
// after Reset. Releases that are not shown on the path: of an object around the guard, by a callee on some of its paths, by
// a function literal that somebody may call. Rows after Next has returned false, and the Next that ends a loop which has
// closed them. Writers that are complete and are returned for what they know. Responses that an http.RoundTripper of
// unknown make returns.
//
// A response whose body was read before is returned for its status and header, and so is one of whose body no caller in the
// package takes notice. Guards of which it is not known which methods need them: a program declares that of its own with
// "uses". What is used in another goroutine. Uses in tests, which want to see them fail.
//
// # Suppressing
//
// A comment on or above the line, with a reason, silences the check:
//
//	//guardlint:ignore useafterrelease the test wants to see ErrClosed
package useafterrelease
