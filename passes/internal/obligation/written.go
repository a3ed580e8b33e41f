package obligation

import "golang.org/x/tools/go/ssa"

// Written is what a path knows of what it has written to a guard. It is immutable, as a [State] is.
type Written struct {
	Stage Stage
	At    ssa.Instruction     // the first write that is in doubt
	Drop  ssa.CallInstruction // the release whose error was dropped, if Stage is Dropped
	Fate  Fate                // of the file
	// Heeded says that somebody looks at the errors of the writes, or of some of them.
	Heeded bool
	// Wrong says that the path has found an error: what was written is not relied on.
	Wrong bool
}

// A Stage says how much is known of what was written.
type Stage uint8

const (
	Clean   Stage = iota // nothing was written, or it has arrived
	Pending              // the release will tell whether it arrives
	Dropped              // the release has told, and nobody listened
)

// A Fate is what became of a file by its name.
type Fate uint8

const (
	Stays   Fate = iota
	Removed      // nobody will read it
	Renamed      // it is what it was made for: to remove the old name does nothing
)

// key identifies w among those of one guard.
func (w *Written) key() uint64 {
	h := newHash()
	h.add(uint64(w.Stage), uint64(w.Fate))
	if w.Wrong {
		h.add(1)
	}
	if w.Heeded {
		h.add(2)
	}
	if w.Drop != nil {
		h.add(uint64(w.Drop.Common().Pos()))
	}
	return uint64(h)
}
