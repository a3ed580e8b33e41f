// Package deferloop reports releases that are deferred in a loop, so that guards pile up until the function ends.
//
// A deferred call runs when its function returns, not when a round of the loop ends. A loop over a thousand names that
// defers a Close in each round has a thousand files open before it closes the first one.
//
// # What it reports
//
// A defer statement that releases what the same loop has acquired, by a call of the release, a method value, a function
// literal or a function of the program, if on some path the loop comes round to the acquisition while the last guard still
// waits. Reported at the defer statement; the acquisition is a related position. The category is loop or, if the function
// has no return at all and so never releases anything, endless.
//
// The body of a range over an iterator function is a loop like any other: what it defers, runs when the function around it
// returns.
//
// # Example (bad)
//
// All the files are open in the end:
//
//	func count(names []string) (total int64, err error) {
//		for _, name := range names {
//			f, err := os.Open(name)
//			if err != nil {
//				return 0, err
//			}
//			defer f.Close() // guardlint: f is closed only when count returns, not after each iteration
//			n, err := io.Copy(io.Discard, f)
//			if err != nil {
//				return 0, err
//			}
//			total += n
//		}
//		return total, nil
//	}
//
// # Fix (good)
//
// A function of its own ends with each round:
//
//	func count(names []string) (total int64, err error) {
//		for _, name := range names {
//			n, err := size(name)
//			if err != nil {
//				return 0, err
//			}
//			total += n
//		}
//		return total, nil
//	}
//
//	func size(name string) (int64, error) {
//		f, err := os.Open(name)
//		if err != nil {
//			return 0, err
//		}
//		defer f.Close()
//		return io.Copy(io.Discard, f)
//	}
//
// A fix is suggested where the loop itself releases at the end of each round, and before each statement that leaves or
// continues it. A function of its own, which is better, is not suggested: it would change what return, break and continue
// mean. A function that recovers from panics is left alone: the deferred call ran then, too.
//
// # What it does not report
//
// Guards that are needed after their round, and so pile up on purpose: what is appended to a slice, put into a map, read
// after the loop, given to a goroutine, and contexts and names that are. Locks, commands and goroutines, which a function
// that takes or starts many of them in a loop means to have together; for a lock that is taken again while it is held
// there is lockheld. Guards that the loop releases itself, where the deferred call is for the rounds that fail. Releases
// that are made under a condition when they run.
//
// Loops whose head shows that they run ten times at most: over a constant, an array or a composite literal. Files of
// tests, whose loops run over a few cases. Loops that are made of goto statements.
//
// # Suppressing
//
// A comment on or above the line, with a reason, silences the check:
//
//	//guardlint:ignore deferloop there are two files at most
package deferloop
