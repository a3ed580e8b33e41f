// Package earlydefer reports releases that are deferred before it is known that there is something to release.
//
// A call that fails returns an error, and nil in the place of the guard. To defer the release first and to test the error
// then makes the program panic where it was to return the error.
//
// # What it reports
//
// A defer statement that releases the result of a call, if the function comes to it without having looked at the error of
// the call, and looks at it later. It is reported only if the release is known to panic where the call fails, and the
// message tells when. The category says so, too: panic, if the defer statement itself does, because it needs a field of
// nil, a method of a nil interface, or the name of a nil file; exit, if the deferred call does when the function ends,
// because the method looks into its receiver or the literal into what it has captured.
//
// # Example (bad)
//
// Where the request fails there is no response, and the program panics instead of returning the error:
//
//	func fetch(url string) ([]byte, error) {
//		resp, err := http.Get(url)
//		defer resp.Body.Close() // guardlint: resp.Body.Close is deferred before err is tested at line 4, which panics if http.Get fails
//		if err != nil {
//			return nil, err
//		}
//		return io.ReadAll(resp.Body)
//	}
//
// # Fix (good)
//
//	func fetch(url string) ([]byte, error) {
//		resp, err := http.Get(url)
//		if err != nil {
//			return nil, err
//		}
//		defer resp.Body.Close()
//		return io.ReadAll(resp.Body)
//	}
//
// # What it does not report
//
// Releases that take nil for an answer: (*os.File).Close returns ErrInvalid, and a method of the program may test its
// receiver. Errors that are dropped or only returned, by code that has decided not to look. Errors that are looked at
// before the defer statement, in whatever way, even if the function goes on; and guards that are compared with nil there.
// Deferred literals that test something before they release. Tests after which the process ends without running what was
// deferred.
//
// That a call which fails returns nil is known of the standard library, and of functions of the package whose returns show
// it. Functions of other packages may return something beside their error that can be released, as the rows of pgx can;
// they are left out, and so are their methods.
//
// # Suppressing
//
// A comment on or above the line, with a reason, silences the check:
//
//	//guardlint:ignore earlydefer the client never fails
package earlydefer
