package leakpath_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// A generator makes random programs.
//
// Left out is what the engine is documented to be optimistic about, so that it has to agree with the interpreter on
// everything that remains:
//   - containers, and functions that are stored or passed on;
//   - guards that a literal or the body of a range-over-func loop acquires and puts into a variable outside: they count
//     as handed over. Such code gets variables of its own (opScoped), and what is in them stays inside;
//   - conditional releases that the body of a range-over-func loop defers for the function around it;
//   - loops that run a number of times that could be computed;
//   - the panic of a nil dereference: Close of a nil guard does nothing in these programs.
type generator struct {
	*rand.Rand
	named bool
	fresh int            // number of scoped variables so far
	level map[string]int // how many literals and range-over-func bodies a variable for guards was declared in
}

// A place is where in a program a statement is to be generated.
type place struct {
	depth   int  // of nesting that is left
	loop    bool // break and continue have a target
	literal bool // inside a function literal
	rng     bool // inside the body of a range-over-func loop
	guards  []string
	errors  []string
	level   int      // how many literals and range-over-func bodies are around
	own     []string // guards that were declared at this level
}

func generate(seed uint64) *program { return generateFrom(rand.New(rand.NewPCG(seed, 17))) }

func generateFrom(r *rand.Rand) *program {
	g := &generator{Rand: r, level: make(map[string]int)}
	g.named = g.IntN(3) == 0
	at := place{depth: 3, guards: slices.Clone(guardVars), errors: slices.Clone(errorVars)}
	if g.named {
		at.guards, at.errors = append(at.guards, "r"), append(at.errors, "err")
	}
	at.own = at.guards
	p := &program{named: g.named, body: g.block(at, 4+g.IntN(5))}
	p.body = append(p.body, g.ret(at))
	return p
}

func (g *generator) block(at place, n int) []*stmt {
	var body []*stmt
	for range n {
		s := g.stmt(at)
		body = append(body, s)
		switch s.op {
		case opReturn, opBare, opBreak, opContinue:
			return body
		case opOpen: // most programs look at the error
			if g.IntN(3) > 0 {
				body = append(body, &stmt{op: opIf, cond: &cond{op: "err", v: s.e}, body: g.failed(at, s)})
			}
		}
	}
	return body
}

// failed is the branch for a failed acquisition.
func (g *generator) failed(at place, s *stmt) []*stmt {
	switch {
	case at.literal:
		return []*stmt{{op: opBare}}
	case at.loop && g.IntN(2) == 0:
		return []*stmt{{op: opContinue}}
	case g.IntN(4) > 0:
		return []*stmt{{op: opReturn, v: "nil", w: s.e}}
	}
	return g.block(deeper(at), 1)
}

func deeper(at place) place {
	at.depth--
	return at
}

// inside is the place in a literal, where return leaves the literal only.
func inside(at place) place {
	at.depth--
	at.literal, at.loop, at.rng, at.own = true, false, false, nil
	at.level++
	return at
}

func (g *generator) pick(list []string) string { return list[g.IntN(len(list))] }

// stmt generates one statement; a quarter of them release something.
func (g *generator) stmt(at place) *stmt {
	for {
		o := op(g.IntN(int(opCall) + 1))
		if g.IntN(4) == 0 {
			o = []op{opClose, opDefer, opClose, opDeferFunc}[g.IntN(4)]
		}
		if s := g.try(at, o); s != nil {
			return s
		}
	}
}

// try generates a statement of the given op, or nil where it is not allowed or is wanted less often.
func (g *generator) try(at place, o op) *stmt {
	s := &stmt{op: o, v: g.pick(at.guards), e: g.pick(at.errors)}
	switch o {
	case opOpen, opMust, opTry:
		return g.acquire(at, s)
	case opScoped, opIf, opSwitch, opLoop, opRange, opDeferFunc, opCall:
		if at.depth <= 0 {
			return nil
		}
		return g.compound(at, s)
	case opClose:
		s.form = g.IntN(len(closings))
	case opUse:
		if g.IntN(3) > 0 {
			return nil
		}
	case opAssign, opNil:
		if s.w = g.pick(at.guards); s.w == s.v || g.IntN(2) == 0 || g.level[s.v] < g.level[s.w] {
			return nil
		}
	case opKeep, opSend, opTake:
		if g.IntN(3) > 0 {
			return nil
		}
	case opFlag:
		s.v, s.w = g.pick(flagVars), g.pick([]string{"true", "false", "c()"})
	case opWrap, opFail, opCheck:
		s.v, s.w = g.pick(at.errors), g.pick(at.errors)
	case opBreak, opContinue:
		if !at.loop || g.IntN(2) == 0 {
			return nil
		}
	case opReturn, opBare:
		if g.IntN(2) == 0 {
			return nil
		}
		return g.ret(at)
	}
	return s
}

// acquire generates an acquisition, which a literal makes for its own variables only.
func (g *generator) acquire(at place, s *stmt) *stmt {
	if len(at.own) == 0 {
		return nil
	}
	s.v = g.pick(at.own)
	if s.op == opTry {
		s.e = g.pick(flagVars)
	}
	return s
}

// compound generates a statement that has others inside.
func (g *generator) compound(at place, s *stmt) *stmt {
	in := deeper(at)
	switch s.op {
	case opScoped:
		g.fresh++
		s.v, s.e = fmt.Sprintf("g%d", g.fresh), fmt.Sprintf("err%d", g.fresh)
		in.guards, in.errors = append(slices.Clone(at.guards), s.v), append(slices.Clone(at.errors), s.e)
		in.own = append(slices.Clone(at.own), s.v)
		g.level[s.v] = at.level
		s.body = []*stmt{{op: opIf, cond: &cond{op: "err", v: s.e}, body: g.failed(in, s)}}
		if g.IntN(4) == 0 {
			s.body = nil
		}
		s.body = append(s.body, g.block(in, 1+g.IntN(3))...)
		return s
	case opIf, opSwitch:
		in.loop = in.loop && s.op == opIf // a break leaves the switch
		s.cond = g.cond(at, 2)
		s.body = g.block(in, 1+g.IntN(2))
		if g.IntN(2) == 0 {
			s.els = g.block(in, 1)
		}
		return s
	case opLoop:
		in.loop = true
	case opRange:
		if at.literal || at.rng {
			return nil
		}
		in.loop, in.rng, in.own = true, true, nil
		in.level++
	case opDeferFunc:
		if at.rng {
			return nil
		}
		in = inside(at)
	case opCall:
		in = inside(at)
	}
	s.body = g.block(in, 1+g.IntN(3))
	return s
}

// ret generates a return. A guard is not returned beside an error, unless the results have names.
func (g *generator) ret(at place) *stmt {
	if at.literal || g.named && g.IntN(2) == 0 {
		return &stmt{op: opBare}
	}
	switch g.IntN(3) {
	case 0:
		return &stmt{op: opReturn, v: g.pick(at.guards), w: "nil"}
	case 1:
		return &stmt{op: opReturn, v: "nil", w: g.pick(append(slices.Clone(at.errors), "errFail"))}
	}
	return &stmt{op: opReturn, v: "nil", w: "nil"}
}

// cond generates a condition.
func (g *generator) cond(at place, depth int) *cond {
	switch n := g.IntN(9); {
	case n < 2:
		return &cond{op: "err", v: g.pick(at.errors)}
	case n < 4:
		return &cond{op: "nil", v: g.pick(at.guards)}
	case n == 4:
		return &cond{op: "flag", v: g.pick(flagVars)}
	case n == 5:
		return &cond{op: "is", v: g.pick(at.errors)}
	case n == 6 || depth == 0:
		return &cond{op: "c"}
	case n == 7:
		return &cond{op: "!", x: g.cond(at, depth-1)}
	}
	return &cond{op: g.pick([]string{"&&", "||"}), x: g.cond(at, depth-1), y: g.cond(at, depth-1)}
}
