package ownership

import (
	"go/types"

	"github.com/guardlint/guardlint/passes/internal/summary"
)

// Functions that call each other are studied until their summaries agree. Most of what makes up a summary asks for few
// other summaries, and is the same in the next round if they are: a study depends on nothing else.

// An answer is what a study found, and the summaries that it asked for.
type answer struct {
	asked  map[*types.Func]*summary.Summary // of functions of the package; others do not change
	result any
}

// again makes a study, or returns what it found the last time, if that was in the same component and nothing that it
// asked for has changed. The key says what is studied.
func again[T any](in *inference, key any, study func() T) T {
	if in.answers == nil {
		return study()
	}
	if a, ok := in.answers[key]; ok && in.lookup.unchanged(a.asked) {
		return a.result.(T)
	}
	in.lookup.asked = make(map[*types.Func]*summary.Summary)
	result := study()
	in.answers[key] = answer{in.lookup.asked, result}
	in.lookup.asked = nil
	return result
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
