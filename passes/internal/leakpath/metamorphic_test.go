package leakpath_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A rule changes a program in a way that must not change what becomes of its guards.
type rule struct {
	name   string
	apply  func(r *rand.Rand, p *program) *program // nil: leave it as it is
	source func(src string) string                 // nil: leave it as it is
}

var rules = []rule{
	{name: "rename variables", source: rename},
	{name: "add a branch that does nothing", apply: addBranch},
	{name: "add a branch that is never taken", apply: addDeadBranch},
	{name: "write releases differently", apply: rewriteReleases},
	{name: "swap independent statements", apply: swap},
	{name: "wrap the body in a literal that is called at once", source: wrapBody},
	{name: "negate conditions and swap their branches", apply: negate},
}

// TestMetamorphic applies each rule to generated programs and compares the verdicts.
func TestMetamorphic(t *testing.T) {
	n := 400
	if testing.Short() {
		n = 100
	}
	for _, rule := range rules {
		t.Run(rule.name, func(t *testing.T) {
			changed := 0
			for seed := range uint64(n) {
				p := generate(seed)
				src, want := verdicts(t, p, nil)
				if rule.apply != nil {
					p = rule.apply(rand.New(rand.NewPCG(seed, 5)), p)
				}
				after, got := verdicts(t, p, rule.source)
				if after != src {
					changed++
				}
				if !slices.Equal(got, want) {
					t.Fatalf("seed %d: %v became %v\n%s\n%s", seed, want, got, src, after)
				}
			}
			if changed < n/4 {
				t.Errorf("the rule changed only %d of %d programs", changed, n)
			}
		})
	}
}

// verdicts judges a program. It returns its source, and for each acquisition whether it leaks and at how many returns.
func verdicts(t *testing.T, p *program, edit func(string) string) (src string, list []string) {
	t.Helper()
	pr := newPrinter()
	pr.program("f0", p)
	src = pr.b.String()
	if edit != nil {
		src = edit(src)
	}
	pkg, err := buildSource(src)
	if err != nil {
		t.Fatalf("%v\n%s", err, src)
	}
	found := make(map[int]judgement)
	judge(pkg.Func("f0"), found)
	for _, at := range sites(p.body, site{}) {
		if j, ok := found[at.acquire.line]; ok {
			list = append(list, fmt.Sprintf("leaked: %t, at %d returns", j.Leaked(), len(j.returns)))
		}
	}
	slices.Sort(list) // the rules may move acquisitions
	return strings.TrimPrefix(src, prelude), list
}

var variable = regexp.MustCompile(`\b(v[01]|x|e[01]|l0|g\d+|err\d*|r|seq)\b`)

// rename gives all variables other names, in another alphabetical order.
func rename(src string) string {
	return prelude + variable.ReplaceAllStringFunc(strings.TrimPrefix(src, prelude), func(name string) string {
		return fmt.Sprintf("w%d%s", 9-len(name), name)
	})
}

// wrapBody turns the body of the function into that of a literal. The lines stay the same.
func wrapBody(src string) string {
	head, body, _ := strings.Cut(strings.TrimPrefix(src, prelude), "\n")
	results := head[strings.Index(head, "bool)) ")+len("bool)) ") : len(head)-1]
	body = strings.TrimSuffix(strings.TrimSpace(body), "}")
	return prelude + head + "return func() " + results + "{\n" + body + "}() }\n"
}

// edit applies f to all lists of statements of a program, the innermost first.
func edit(p *program, f func(body []*stmt) []*stmt) *program {
	var visit func(body []*stmt) []*stmt
	visit = func(body []*stmt) []*stmt {
		var out []*stmt
		for _, s := range body {
			c := *s
			c.body, c.els = visit(s.body), visit(s.els)
			out = append(out, &c)
		}
		return f(out)
	}
	return &program{named: p.named, body: visit(p.body)}
}

func addBranch(r *rand.Rand, p *program) *program {
	return edit(p, func(body []*stmt) []*stmt {
		return slices.Insert(body, r.IntN(max(1, len(body))), &stmt{op: opIf, cond: &cond{op: "c"}})
	})
}

func addDeadBranch(r *rand.Rand, p *program) *program {
	return edit(p, func(body []*stmt) []*stmt {
		dead := &stmt{op: opClose, v: "v0"}
		return slices.Insert(body, r.IntN(max(1, len(body))), &stmt{op: opIf, cond: &cond{op: "flag", v: "false"}, body: []*stmt{dead}})
	})
}

func rewriteReleases(r *rand.Rand, p *program) *program {
	return edit(p, func(body []*stmt) []*stmt {
		for _, s := range body {
			if s.op == opClose {
				s.form = (s.form + 1 + r.IntN(len(closings)-1)) % len(closings)
			}
		}
		return body
	})
}

// swap exchanges neighbours that share no variable. Acquisitions stay where they are: while a guard of theirs is open,
// a later one is not watched, and a release between the two makes the difference.
func swap(_ *rand.Rand, p *program) *program {
	movable := []op{opClose, opUse, opKeep, opSend, opAssign, opNil, opFlag, opWrap, opFail}
	return edit(p, func(body []*stmt) []*stmt {
		for i := 1; i < len(body); i++ {
			a, b := body[i-1], body[i]
			if slices.Contains(movable, a.op) && slices.Contains(movable, b.op) && !shares(a, b) {
				body[i-1], body[i] = b, a
				i++
			}
		}
		return body
	})
}

func shares(a, b *stmt) bool {
	for _, v := range []string{a.v, a.w} {
		if v != "" && (v == b.v || v == b.w) {
			return true
		}
	}
	return false
}

func negate(_ *rand.Rand, p *program) *program {
	return edit(p, func(body []*stmt) []*stmt {
		for _, s := range body {
			if s.op == opIf || s.op == opSwitch {
				s.cond, s.body, s.els = &cond{op: "!", x: s.cond}, s.els, s.body
			}
		}
		return body
	})
}
