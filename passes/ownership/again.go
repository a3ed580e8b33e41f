package ownership

import (
	"go/types"

	"github.com/guardlint/guardlint/passes/internal/obligation"
	"github.com/guardlint/guardlint/passes/internal/summary"
)

// Functions that call each other are studied until their summaries agree. Most of what makes up a summary asks for few
// other summaries, and is the same in the next round if they are: a study depends on nothing else.

// An answer is what a study found, and the summaries that it asked for.
type answer struct {
	asked  map[*types.Func]*summary.Summary // of functions of the package; others do not change
	result any
	times  int // it was made
}

// maxLockStudies is how often a lock is studied while summaries settle. All that the summary tells of it is whether callers have
// the lock afterwards. Callees decide that only if they lock or unlock for their callers, which is taken to be known after the
// second round; verdicts are made of fresh studies. In a server of a thousand functions that call each other, two thirds of
// the time went into locks.
const maxLockStudies = 2

// again makes a study, or returns what it found the last time, if that was in the same component and nothing that it
// asked for has changed. The key says what is studied.
func again[T any](in *inference, key any, study func() T) T {
	if in.answers == nil {
		return study()
	}
	last, ok := in.answers[key]
	if ok && (in.lookup.unchanged(last.asked) || last.times == maxLockStudies && isLock(key)) {
		return last.result.(T)
	}
	in.lookup.asked = make(map[*types.Func]*summary.Summary)
	result := study()
	in.answers[key] = answer{in.lookup.asked, result, last.times + 1}
	in.lookup.asked = nil
	return result
}

func isLock(key any) bool {
	o, ok := key.(*obligation.Obligation)
	return ok && o.Kind.ReportedBy() == "lockheld"
}

// unchanged reports whether the summaries are those that functions have now.
func (l *lookup) unchanged(asked map[*types.Func]*summary.Summary) bool {
	for fn, s := range asked {
		if l.of(fn) != s {
			return false
		}
	}
	return true
}
