// Package partialclose reports owners that do not release all that they own.
//
// A type owns a guard if some function of its package fills a field of it with a fresh one: the file that a
// constructor opens, the connection that a method dials. The type then needs a method that releases the field,
// whatever happens to the others.
//
// # What it reports
//
// A return of a method that releases the field on other paths, taken because an earlier step of the release failed
// (category early-return): the classic is a Close that returns the error of the first of two Close calls. One
// diagnostic for each method and return names all the fields that stay open.
//
// An assignment to the field while it holds an open guard that nothing else holds (category overwritten): a loop that
// dials again, or a method that used the old one.
//
// A method called Close, Stop or Shutdown that releases some fields of the type and leaves out another one, which no
// function of the package releases or hands on (category missed). With -unowned, the same for types that have no such
// method at all (category unowned).
//
// # Example (bad)
//
// The file stays open if the compressor cannot write its last bytes, because the disk is full, for instance:
//
//	type log struct {
//		zip  *gzip.Writer
//		file *os.File
//	}
//
//	func open(name string) (*log, error) {
//		f, err := os.Create(name)
//		if err != nil {
//			return nil, err
//		}
//		return &log{gzip.NewWriter(f), f}, nil
//	}
//
//	func (l *log) Close() error {
//		if err := l.zip.Close(); err != nil {
//			return err // guardlint: l.file is not closed if l.zip.Close fails
//		}
//		return l.file.Close()
//	}
//
// # Fix (good)
//
//	type log struct {
//		zip  *gzip.Writer
//		file *os.File
//	}
//
//	func open(name string) (*log, error) {
//		f, err := os.Create(name)
//		if err != nil {
//			return nil, err
//		}
//		return &log{gzip.NewWriter(f), f}, nil
//	}
//
//	func (l *log) Close() error {
//		return errors.Join(l.zip.Close(), l.file.Close())
//	}
//
// # What it does not report
//
// Fields that are filled only with what callers pass in: their owner may be somebody else. Returns that a flag, a
// reference count or a test for nil decides: the object is closed already, or is not to be closed yet. Methods that
// assign the field anew: they exchange the guard, and who calls them goes on with the object.
//
// # Suppressing
//
// A comment on or above the line, with a reason, silences the check:
//
//	//guardlint:ignore partialclose the process ends when this fails
package partialclose
