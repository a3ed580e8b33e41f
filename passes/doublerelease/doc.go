// Package doublerelease reports guards that are released twice on one path, where that does harm.
//
// To close a file again only returns an error. To close a channel again panics, to unlock a mutex again ends the program,
// and to close a descriptor again closes what another goroutine has opened under the same number.
//
// # What it reports
//
// The second release on a path, by a call, a deferred call, or a function that is known to make it:
//
//   - panic: of a channel
//   - fatal: of a mutex
//   - another: of a file descriptor, a read lock, or a share of a semaphore, which by then are somebody else's
//   - error: of a file, a connection, a transaction or the like, if the function returns the error of the second release and
//     so fails where it succeeded
//
// What a second release of a program's own guards does is declared with "twice".
//
// Reported at the second release, once for each acquisition. The first one is a related position.
//
// # Example (bad)
//
// The early return unlocks the mutex, and so does the deferred call:
//
//	var mu sync.Mutex
//
//	func next(queue []string) string {
//		mu.Lock()
//		defer mu.Unlock() // guardlint: mu is unlocked a second time after line 7 (ends the program)
//		if len(queue) == 0 {
//			mu.Unlock()
//			return ""
//		}
//		return queue[0]
//	}
//
// # Fix (good)
//
//	var mu sync.Mutex
//
//	func next(queue []string) string {
//		mu.Lock()
//		defer mu.Unlock()
//		if len(queue) == 0 {
//			return ""
//		}
//		return queue[0]
//	}
//
// A fix is suggested that removes one of the two: the first, if the function returns right after it and the other one is
// deferred; else the second, if it is a statement of its own. The analysis has to find then that each path releases once.
//
// # What it does not report
//
// Releases that are idempotent by contract: cancel functions, bodies, rows, a Rollback after Commit, a second Close whose
// error is dropped, logged, or looked at with errors.Is. Guards that are acquired again in between, here or in a callee that
// gets the object they are in; package-level locks across calls of the program's own functions. Locks that are found
// through pointers or in slices, or that a function literal has captured: there can be more than one of them. Semaphores
// of which the releases give back other amounts than were acquired. Wait groups. Releases in other goroutines, and in a
// function that is handed to sync.Once or anybody else who may call it.
//
// A release that a loop comes to again. A second release behind an atomic operation or a select statement, which the first
// one may have decided. A panic that the function recovers from. What fails whenever a test comes to it, which is there to
// see it fail.
//
// # Suppressing
//
// A comment on or above the line, with a reason, silences the check:
//
//	//guardlint:ignore doublerelease the listener is one of our own, whose Close may be called again
package doublerelease
