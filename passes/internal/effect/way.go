package effect

import (
	"go/types"
	"slices"

	"github.com/guardlint/guardlint/passes/internal/summary"
	"github.com/guardlint/guardlint/passes/internal/term"
)

// A Way leads from a value to the guard.
type Way struct {
	Fields []int // from field to field; a last [summary.Inside] is somewhere inside
	Boxes  []Box // interfaces on the way, outermost first
}

// A Box is an interface that hides the type of what is in it.
type Box struct {
	Depth int        // how many fields lead to the interface
	Type  types.Type // of what is in it
}

// after returns w with fields in front.
func (w Way) after(head ...int) Way {
	boxes := slices.Clone(w.Boxes)
	for i := range boxes {
		boxes[i].Depth += len(head)
	}
	return Way{Fields: append(slices.Clone(head), w.Fields...), Boxes: boxes}
}

// Path returns the fields of [Machine.Way].
func (m *Machine) Path(s State, t term.Term) (path []int, ok bool) {
	w, ok := m.Way(s, t)
	return w.Fields, ok
}

// Way returns how to get from t to the guard: by what can release it, if there is such a way, and by the shortest of those:
// of a file and of the compressor around it it is the file.
//
//	return &reader{r: f, c: f} // an io.Reader and an io.Closer: c
//
// ok is false if t does not lead there by fields alone.
func (m *Machine) Way(s State, t term.Term) (Way, bool) { return m.way(s, t, maxDepth) }

func (m *Machine) way(s State, t term.Term, depth int) (Way, bool) {
	if depth < 0 || t == 0 {
		return Way{}, false
	}
	inner := m.Pool.Unbox(t)
	w, ok := m.unboxed(s, inner, depth)
	if n := m.Pool.Node(t); ok && n.Op == term.Boxed && len(w.Fields) > 0 {
		w.Boxes = append([]Box{{Type: n.T}}, w.Boxes...)
	}
	return w, ok
}

// unboxed is the way from something that is no interface.
func (m *Machine) unboxed(s State, t term.Term, depth int) (Way, bool) {
	switch {
	case m.IsGuard(s, t):
		return Way{}, true
	case s.IsHolder(t):
		return Way{Fields: []int{summary.Inside}}, true
	case s.Self != 0 && m.Pool.Within(s.Self, t):
		fields, ok := m.fieldsBetween(s.Self, t)
		return Way{Fields: fields}, ok
	}
	var best *Way
	typ := m.objectType(t)
	add := func(w Way) {
		if best == nil || m.better(typ, w, *best) {
			best = &w
		}
	}
	if n := m.Pool.Node(t); n.Op == term.Struct {
		for i, f := range m.Pool.Items(n.X) {
			if rest, ok := m.way(s, f, depth-1); ok {
				add(rest.after(i))
			}
		}
		return deref(best)
	}
	for _, c := range s.Cells {
		if c.Key == t || !m.Pool.Reached(c.Key, t) {
			continue
		}
		if rest, ok := m.way(s, c.Value, depth-1); ok {
			if head, ok := m.fieldsBetween(c.Key, t); ok {
				add(rest.after(head...))
			}
		}
	}
	if best != nil {
		return *best, true
	}
	for _, e := range s.Env {
		if p := m.Pool.Node(e.Key); p.Op == term.Project && p.X == t {
			if rest, ok := m.way(s, e.Value, depth-1); ok {
				return rest.after(p.N), true
			}
		}
	}
	for _, h := range s.Holders { // a field is, or holds, something that has the guard inside
		if n := m.Pool.Node(h); n.Op == term.Content {
			h = n.X
		}
		if m.Pool.Within(h, t) {
			if head, ok := m.fieldsBetween(h, t); ok {
				return Way{Fields: append(head, summary.Inside)}, true
			}
		}
	}
	if c := s.Cells.Get(t); c != 0 { // a pointer to a variable that holds something that leads there
		return m.way(s, c, depth-1)
	}
	return Way{}, false
}

func deref(w *Way) (Way, bool) {
	if w == nil {
		return Way{}, false
	}
	return *w, true
}

// better reports whether a is the better of two ways from an object of type t to the guard. A way through the inside of
// something is longer than one by fields.
func (m *Machine) better(t types.Type, a, b Way) bool {
	if t != nil {
		if usable := m.leadsToRelease(t, a); usable != m.leadsToRelease(t, b) {
			return usable
		}
	}
	aInside, bInside := slices.Contains(a.Fields, summary.Inside), slices.Contains(b.Fields, summary.Inside)
	return bInside && !aInside || len(a.Fields) < len(b.Fields) && (bInside || !aInside)
}

// leadsToRelease reports whether the guard can be released by what is at the end of a way, as the fields are declared.
func (m *Machine) leadsToRelease(t types.Type, w Way) bool {
	end := TypeAt(t, w.Fields)
	return end == nil || m.canRelease(end, maxDepth)
}

// objectType returns the type of the object that t names or points to, or nil.
func (m *Machine) objectType(t term.Term) types.Type {
	if n := m.Pool.Node(t); n.Op == term.Opaque {
		return n.V.Type()
	}
	return nil
}

// fieldsBetween returns the fields from base to addr, through pointers.
func (m *Machine) fieldsBetween(addr, base term.Term) ([]int, bool) {
	var path []int
	for addr != base {
		n := m.Pool.Node(addr)
		switch n.Op {
		case term.Field:
			path = append(path, n.N)
		case term.Content:
		default:
			return nil, false
		}
		addr = n.X
	}
	slices.Reverse(path)
	return path, true
}
