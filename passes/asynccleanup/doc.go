// Package asynccleanup reports cleanup that is launched where nobody sees it fail.
//
// A release that a function calls itself tells the function how it went. A release that is launched, in a goroutine, a
// timer, a finalizer or a pool of workers, tells nobody, unless the program arranges for it. Such a task has several
// sides to observe: was it accepted, what error came of it, did it end before the process did, does it run at all?
//
// # What it reports
//
// Each launch is reported at most once, for the first side that nobody observes. The category says which:
//
// error: the error of the release reaches no log, metric, callback, channel with a receiver, error group whose Wait is
// looked at, or variable that is read after a wait. The error of a go statement that calls the release itself, as
// go f.Close() does, is lost in any case. A panic observes the error, unless a recover drops what it returns. Functions
// that get the error, or that are given the release to run it, are known by what they do, whatever package they are in:
// one that logs the error observes it, one that returns it leaves that to the task, one that drops it loses it.
//
// refused: the launcher can refuse a task, as a pool with a full queue does, and then nothing releases the guard: the
// result is dropped, or all that follows is a message. Or the task is sent to a queue that nothing in the package receives
// from, or that another function closes while the send does nothing to be sure that it has not.
//
// unjoined: the function that launches the cleanup ends the process (main, TestMain, a call of os.Exit) or the object (Close, Stop,
// Shutdown) without a wait for it. For the process this matters only where something is lost with the cleanup: a
// server that is shut down, a directory that is removed, a writer that is flushed.
//
// trigger: the goroutine waits for a channel before it releases, and on some path nobody closes the channel.
//
// handoff: the cleanup is registered for later, the registration can fail, and a failure is not dealt with.
//
// With -strict, category error also for connections and other guards that have nothing to lose when their release fails, and
// for errors that nobody in the package wants.
// With -panics, category panic: the release is not deferred, and a panic in the call before it skips the release.
// With -registries, category undrained: a field collects cleanup functions, and nothing in the package runs them.
//
// # Example (bad)
//
// Nobody knows whether the file could be closed, or when:
//
//	func discard(f *os.File) {
//		go f.Close() // guardlint: f.Close runs in a goroutine, so its error is lost
//	}
//
// A literal can observe the error, but this one does not:
//
//	func discardLater(dir string) {
//		time.AfterFunc(time.Minute, func() {
//			os.RemoveAll(dir) // guardlint: error of os.RemoveAll is lost in time.AfterFunc
//		})
//	}
//
// # Fix (good)
//
//	func discard(f *os.File) {
//		go func() {
//			if err := f.Close(); err != nil {
//				log.Printf("closing %s: %v", f.Name(), err)
//			}
//		}()
//	}
//
//	func discardAll(dirs []string) (err error) {
//		errs := make(chan error)
//		for _, dir := range dirs {
//			go func() { errs <- os.RemoveAll(dir) }()
//		}
//		for range dirs {
//			err = errors.Join(err, <-errs)
//		}
//		return err
//	}
//
// # What it does not report
//
// Goroutines without cleanup, and those that release what they worked with: the error of a deferred Close at the end of
// a goroutine that serves a connection is lost as it would be in any function. A goroutine, timer or context that closes
// a connection, a file or another guard without data to lose in order to end its use: what they are is read off the type,
// or off all that the package puts into a variable or a field. Releases that cannot fail, or only when their context ends,
// if it never does or is asked for its error afterwards. A finalizer or cleanup that the release of the object takes
// off again, for it is a net. What unknown code gets to see counts as observed, and so does the error of a function that is registered to
// be called later, or sent to a worker that has its result. An error of an object of the program that the package drops at
// other places, too, and looks at nowhere. In tests, errors of what does not outlive them.
//
// An error that is assigned to the blank identifier on a line with a comment, or whose line has a comment that says
// "ignore" or "best effort", is dropped on purpose.
//
// # Suppressing
//
// A comment on or above the line, with a reason, silences the check:
//
//	//guardlint:ignore asynccleanup the process ends next
package asynccleanup
