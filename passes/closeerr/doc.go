// Package closeerr reports releases whose error is dropped although it alone tells that what was written is lost.
//
// A write that succeeds has filled a buffer: that of a bufio.Writer or a compressor, or that of a file system which sends
// its data over a network or charges them to a quota. Whether it has arrived, the release tells, and after it nobody else.
// A function that drops this error and returns nil has lost data and says that all is well.
//
// # What it reports
//
// A call of the release that is a statement of its own, or deferred, or in a deferred function literal that does not look
// at the error, if on some path the guard was written to before, and the function goes on to return nil, or an error that
// may be nil. The release is reported; where the guard is written to first, and where the function returns, are related
// positions. The categories are statement and deferred; late, if a deferred function literal assigns the error to a
// variable that is no named result, so that the function has read it already; and unasked for csv.Writer, whose Flush
// leaves it to Error to tell.
//
// Asked for are files that are opened for writing, and created, emptied or extended by that, by the function itself or by
// one of its package; compressors, archives, bufio.Writer, csv.Writer and encoders that keep data back; writers of
// multipart messages, mails and objects in a store; and transactions. A kind that the configuration declares with errors
// that matter is asked for, too. To be written to is to have a method for writing called, or to be given to a function as
// something to write to: io.Copy, fmt.Fprintf, json.NewEncoder.
//
// With -blank the check reports errors that are assigned to the blank identifier as well.
//
// # Example (bad)
//
// On a disk that is full the copy is cut short, and save returns nil:
//
//	func save(name string, r io.Reader) error {
//		f, err := os.Create(name)
//		if err != nil {
//			return err
//		}
//		defer f.Close() // guardlint: error of f.Close is dropped by defer after the write at line 7 (hides a failed write)
//		_, err = io.Copy(f, r)
//		return err
//	}
//
// # Fix (good)
//
// The deferred call is for the paths that fail, and a second Close does no harm:
//
//	func save(name string, r io.Reader) error {
//		f, err := os.Create(name)
//		if err != nil {
//			return err
//		}
//		defer f.Close()
//		if _, err := io.Copy(f, r); err != nil {
//			return err
//		}
//		return f.Close()
//	}
//
// # What it does not report
//
// Paths on which the function fails, has found some other error, ends the process, or removes the file. Paths on which
// another release of the guard, or Sync, has told somebody whether the data arrived. Errors that anything looks at: a log,
// a named result, errors.Join, a function of the program. Errors that are assigned to the blank identifier or that a
// comment on the line says to ignore.
//
// What is released by a helper, such as closeQuietly(f), by a goroutine, or by an owner; and guards that unknown code may
// have taken. Files that are only read, that exist already and are written to in place, or are on no disk: devices,
// /proc, /sys. Writers to where no write fails or somebody else sees it fail: memory, a hash, the response of an HTTP
// handler, a connection or pipe, standard output. Logs and profiles. Text that tabwriter aligns.
//
// Files of which nobody looks at the errors of the writes either. Functions without an error result, such as main, that let
// a function value or the method of an interface write. Test files and functions that are given a test. Writers that are
// not released at all: there is unreleased for them.
//
// # Suppressing
//
// A comment on or above the line, with a reason, silences the check:
//
//	//guardlint:ignore closeerr the cache is checked when it is read
package closeerr
