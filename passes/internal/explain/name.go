package explain

import (
	"go/types"

	"github.com/guardlint/guardlint/passes/internal/guard"
)

// verb is the participle of the release that is missing.
func (e *explainer) verb() string {
	o := e.v.Obl
	switch {
	case o.Cleanup >= 0:
		return "called"
	case len(o.Releasers) > 0:
		return guard.Participle(o.Releasers[0])
	}
	return o.Kind.Verb
}

// noun says what is acquired, where the program has no name for it.
func (e *explainer) noun() string {
	if e.v.Obl.Cleanup >= 0 {
		return "cleanup function"
	}
	return e.v.Obl.Kind.Noun
}

// isFunc reports whether the guard is released by calling it.
func (e *explainer) isFunc() bool { return e.v.Obl.Cleanup >= 0 || e.v.Obl.Kind.ByCall() }

// typeName prints a type as the file would.
func (e *explainer) typeName(t types.Type) string {
	return types.TypeString(t, types.RelativeTo(e.pass.Pkg))
}
