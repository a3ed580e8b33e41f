// Package lockheld reports locks that are still held at some exit while other exits have unlocked them.
//
// A function that takes a lock and never gives it back may well mean it: it locks for its caller. A function that
// gives it back on one path and keeps it on another is rarely meant, and whoever locks next waits for ever.
//
// # What it reports
//
// A call of Lock or RLock, or a successful TryLock or TryRLock, of a lock that one path of the function unlocks and
// another path leaves locked. Reported at the call that locks; the return that leaves the lock held is a related
// position. Reported as well, whatever the other paths do: a read lock that is given back by Unlock, or a write lock by
// RUnlock (category mismatch); and a lock that is taken again while it is held, as by Lock followed by a deferred Lock
// (category relock).
//
// Locks of the program's own are known by what their methods do: a method that locks a mutex of its receiver on all
// paths is a lock for its callers, and so is a function that hands out the function that unlocks. To defer that one,
// where its result was meant to be deferred, is reported as well (category deferred).
//
// # Example (bad)
//
// The lock stays held if the name is unknown, and the next call of lookup never returns:
//
//	type registry struct {
//		mu    sync.Mutex
//		names map[string]int
//	}
//
//	func (r *registry) lookup(name string) (int, error) {
//		r.mu.Lock() // guardlint: r.mu is not unlocked if the function returns at line 10
//		id, ok := r.names[name]
//		if !ok {
//			return 0, errors.New("unknown name")
//		}
//		r.mu.Unlock()
//		return id, nil
//	}
//
// # Fix (good)
//
//	type registry struct {
//		mu    sync.Mutex
//		names map[string]int
//	}
//
//	func (r *registry) lookup(name string) (int, error) {
//		r.mu.Lock()
//		defer r.mu.Unlock()
//		id, ok := r.names[name]
//		if !ok {
//			return 0, errors.New("unknown name")
//		}
//		return id, nil
//	}
//
// # What it does not report
//
// A function that leaves its lock held on all paths locks for its caller. So does one whose result tells whether it
// did: if just those exits hold it that report success (a nil error, true, a result that is not nil), the callers know.
//
// A lock that is unlocked by somebody else on the path is not held: by a callee, a deferred function, a goroutine, a
// function that is stored or returned. Paths that end in a panic, or end the process, do not count. Locks that are
// found by computing, such as elements of a slice chosen by an index that changes, are followed only while the
// index is the same.
//
// # Suppressing
//
// A comment on or above the line, with a reason, silences the check:
//
//	//guardlint:ignore lockheld the caller unlocks
package lockheld
