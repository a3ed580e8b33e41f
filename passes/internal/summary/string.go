package summary

import (
	"fmt"
	"strings"

	"github.com/guardlint/guardlint/passes/internal/guard"
)

// String renders s for people: one clause per statement, "known" for an empty summary.
func (s *Summary) String() string {
	if s == nil {
		return "unknown"
	}
	var out []string
	if s.NoReturn {
		out = append(out, "never returns")
	}
	if s.Opaque {
		out = append(out, "gave up")
	}
	for _, e := range s.Params {
		out = append(out, e.String())
	}
	for _, f := range s.Results {
		out = append(out, f.String())
	}
	for _, i := range s.New {
		out = append(out, fmt.Sprintf("result %d: new object", i))
	}
	for _, i := range s.Had {
		out = append(out, fmt.Sprintf("result %d: had before", i))
	}
	for _, name := range s.Stops {
		out = append(out, "calls "+name)
	}
	for _, i := range s.Observes {
		out = append(out, fmt.Sprintf("param %d: its error is seen", i))
	}
	for _, i := range s.Deaf {
		out = append(out, fmt.Sprintf("param %d: its end is not heeded", i))
	}
	for _, a := range s.Acquires {
		out = append(out, a.String())
	}
	for _, w := range s.Waits {
		out = append(out, w.String())
	}
	for _, c := range s.Contracts {
		out = append(out, c.String())
	}
	if len(out) == 0 {
		return "known"
	}
	return strings.Join(out, "; ")
}

// String renders an effect: "param 0.2: released by Close (on error: borrowed)".
func (e Effect) String() string {
	s := fmt.Sprintf("param %s: %s", place(e.Param, e.Path), e.OK)
	if e.Err != e.OK && e.Err != NeverEnds {
		s += fmt.Sprintf(" (on error: %s)", e.Err)
	}
	if len(e.By) > 0 {
		s += " by " + strings.Join(e.By, ", ")
	}
	if (e.OK|e.Err)&Kept != 0 && e.Into >= 0 {
		s += " in param " + place(e.Into, e.IntoPath)
	}
	if (e.OK|e.Err)&Returned != 0 {
		for _, p := range e.Returns {
			s += " as result " + place(p.Result, p.Path)
		}
	}
	return s
}

// String renders a fresh result: "result 0: fresh file".
func (f Fresh) String() string {
	s := fmt.Sprintf("result %s: fresh %s", place(f.Result, f.Path), f.Kind)
	for _, p := range f.Also {
		s += ", also " + place(p.Result, p.Path)
	}
	if f.Cleanup >= 0 {
		s += fmt.Sprintf(", released by calling result %d", f.Cleanup)
	}
	switch {
	case f.Flag > 0:
		s += fmt.Sprintf(", if result %d is true", f.Flag)
	case f.Flag < 0:
		s += fmt.Sprintf(", if result %d is false", -f.Flag)
	}
	if f.Some {
		s += " on some returns"
	}
	if f.Convention {
		s += " by convention"
	}
	if f.Paired {
		s += ", paired"
	}
	if f.Awaited {
		s += ", awaited"
	}
	if len(f.By) > 0 {
		s += ", released by " + strings.Join(f.By, ",")
	}
	return s
}

// String renders a wait: "waits for param 0.1".
func (w Wait) String() string {
	s := "waits for param " + place(w.Param, w.Path)
	if w.Closed {
		s += " to be closed"
	}
	return s
}

// String renders an acquisition in place: "param 0.1: acquires mutex".
func (a Acquire) String() string {
	s := fmt.Sprintf("param %s: acquires %s", place(a.Param, a.Path), a.Kind)
	switch a.Valid {
	case guard.ErrNil:
		s += " if the error is nil"
	case guard.OK:
		s += " if the result is true"
	case guard.Zero:
		s += " if the result is zero"
	}
	return s
}

// String renders a contract: "result 0 true => param 1 non-nil".
func (c Contract) String() string {
	when, then := "returns", "never"
	if c.Result >= 0 {
		when = fmt.Sprintf("result %d %s", c.Result, c.Is)
	}
	if c.Param >= 0 {
		then = fmt.Sprintf("param %d %s", c.Param, c.Then)
	}
	return when + " => " + then
}

// String lists the members of the set.
func (f Fate) String() string {
	var out []string
	for i, name := range []string{"borrowed", "released", "kept", "returned", "launched", "unknown"} {
		if f&(1<<i) != 0 {
			out = append(out, name)
		}
	}
	if len(out) == 0 {
		return "never ends"
	}
	return strings.Join(out, "|")
}

// place renders a parameter or result with a field path: 0.2.1
func place(i int, path []int) string {
	s := fmt.Sprint(i)
	for _, f := range path {
		s += fmt.Sprintf(".%d", f)
	}
	return s
}
