package leakpath_test

import (
	"fmt"
	"strings"
)

// A program is a generated function: what is printed for the engine, and what the interpreter runs.
type program struct {
	named bool // the results have names, r and err
	body  []*stmt
}

// An op says what a [stmt] is, in the words of the program that is printed.
type op uint8

const (
	opOpen      op = iota // v, e = open()
	opMust                // v = must()
	opTry                 // v, e = try(), where e is a flag
	opScoped              // { v, e := open(); body }
	opClose               // v.Close(), or another way to say it
	opUse                 // use(v)
	opKeep                // s.g = v
	opSend                // ch <- v
	opTake                // e = take(v), which takes it if it returns nil
	opAssign              // v = w
	opNil                 // v = nil
	opFlag                // v = true, false or c(), as w says
	opWrap                // v = wrap(w), of errors
	opFail                // v = errFail
	opCheck               // check(v), which returns only if v is nil
	opIf                  // if cond { body } else { els }
	opSwitch              // switch { case cond: body; default: els }
	opLoop                // for c() { body }
	opRange               // for range seq { body }
	opBreak               // break
	opContinue            // continue
	opReturn              // return v, w
	opBare                // return, in a literal or with named results
	opPanic               // if c() { panic(0) }
	opDefer               // defer v.Close()
	opDeferFunc           // defer func() { body }()
	opCall                // func() { body }()
)

// A stmt is a statement. Which of its parts mean something depends on the op.
type stmt struct {
	op        op
	v, w, e   string
	form      int // of several ways to write the same
	cond      *cond
	body, els []*stmt

	line int // where it was printed: acquisitions and returns are known by it
}

// A site is an acquisition in a program.
type site struct {
	acquire *stmt
	frame   *stmt // the literal or the range-over-func loop around it, or nil
	again   bool  // it is in a loop: one path can have several guards of it
}

// sites finds the acquisitions of a program.
func sites(body []*stmt, in site) []site {
	var all []site
	for _, s := range body {
		at := in
		switch s.op {
		case opOpen, opMust, opTry:
			at.acquire = s
			all = append(all, at)
		case opScoped:
			own := in
			own.acquire = s
			all = append(all, own)
		case opLoop:
			at.again = true
		case opRange, opDeferFunc, opCall:
			at = site{frame: s}
		}
		all = append(append(all, sites(s.body, at)...), sites(s.els, at)...)
	}
	return all
}

// A cond is a condition.
type cond struct {
	op   string // "nil", "err", "is", "flag", "c", "!", "&&", "||"
	v    string
	x, y *cond
}

func (c *cond) String() string {
	switch c.op {
	case "nil":
		return c.v + " == nil"
	case "err":
		return c.v + " != nil"
	case "is":
		return "isNotExist(" + c.v + ")"
	case "flag":
		return c.v
	case "c":
		return "c()"
	case "!":
		return "!(" + c.x.String() + ")"
	}
	return "(" + c.x.String() + ") " + c.op + " (" + c.y.String() + ")"
}

// The variables of every program, each in a place of its own kind: lifted to registers or captured, a field of a local
// struct, a parameter.
var (
	guardVars = []string{"v0", "v1", "x.g"}
	errorVars = []string{"e0", "e1"}
	flagVars  = []string{"l0", "b0", "b1"}
)

// prelude declares what programs call. The functions have no bodies: their summaries are in [summaries].
const prelude = `package p

type G struct{ n int }

func (*G) Close() error

type closer interface{ Close() error }

type S struct{ g *G }

func open() (*G, error)
func must() *G
func try() (*G, bool)
func use(*G)
func closeIt(closer) error
func take(*G) error
func wrap(error) error
func check(error)
func isNotExist(error) bool
func c() bool

var errFail error
`

// A printer writes programs as Go source and notes the lines.
type printer struct {
	b    strings.Builder
	line int
}

func newPrinter() *printer {
	p := &printer{line: 1}
	p.b.WriteString(prelude)
	p.line += strings.Count(prelude, "\n")
	return p
}

func (p *printer) printf(format string, args ...any) {
	s := fmt.Sprintf(format, args...)
	p.b.WriteString(s + "\n")
	p.line += strings.Count(s, "\n") + 1
}

// program prints a function of the given name.
func (p *printer) program(name string, prog *program) {
	results := "(*G, error)"
	if prog.named {
		results = "(r *G, err error)"
	}
	p.printf("func %s(b0, b1 bool, s *S, ch chan *G, seq func(func(int) bool)) %s {", name, results)
	p.printf("var v0, v1 *G; var x S; var e0, e1 error; var l0 bool; _, _, _, _, _, _ = v0, v1, x, e0, e1, l0")
	p.block(prog.body)
	p.printf("}")
}

func (p *printer) block(body []*stmt) {
	for _, s := range body {
		p.stmt(s)
	}
}

// simple has the statements without others inside; $v, $w and $e stand for the variables.
var simple = map[op]string{
	opOpen: "$v, $e = open()", opMust: "$v = must()", opTry: "$v, $e = try()", opUse: "use($v)", opKeep: "s.g = $v",
	opSend: "ch <- $v", opTake: "$e = take($v)", opAssign: "$v = $w", opNil: "$v = nil", opFlag: "$v = $w",
	opWrap: "$v = wrap($w)", opFail: "$v = errFail", opCheck: "check($v)", opBreak: "break", opContinue: "continue",
	opReturn: "return $v, $w", opBare: "return", opPanic: "if c() { panic(0) }", opDefer: "defer $v.Close()",
}

// closings are the ways to write a release.
var closings = []string{
	"$v.Close()", "closer($v).Close()", "closeIt($v)", "func() { $v.Close() }()",
	"{ f := $v.Close; f() }", "(*G).Close($v)", "func(g *G) { g.Close() }($v)",
}

func (p *printer) stmt(s *stmt) {
	s.line = p.line
	switch s.op {
	case opClose:
		p.printf("%s", s.fill(closings[s.form]))
	case opScoped:
		p.printf("{\n%s", s.fill("$v, $e := open(); _, _ = $v, $e"))
		s.line++
		p.block(s.body)
		p.printf("}")
	case opIf:
		p.printf("if %s {", s.cond)
		p.block(s.body)
		if len(s.els) > 0 {
			p.printf("} else {")
			p.block(s.els)
		}
		p.printf("}")
	case opSwitch:
		p.printf("switch { case %s:", s.cond)
		p.block(s.body)
		p.printf("default:")
		p.block(s.els)
		p.printf("}")
	case opLoop:
		p.nested("for c() {", s.body, "}")
	case opRange:
		p.nested("for range seq {", s.body, "}")
	case opDeferFunc:
		p.nested("defer func() {", s.body, "}()")
	case opCall:
		p.nested("func() {", s.body, "}()")
	default:
		p.printf("%s", s.fill(simple[s.op]))
	}
}

// fill writes the variables of s into a template.
func (s *stmt) fill(template string) string {
	return strings.NewReplacer("$v", s.v, "$w", s.w, "$e", s.e).Replace(template)
}

func (p *printer) nested(head string, body []*stmt, tail string) {
	p.printf("%s", head)
	p.block(body)
	p.printf("%s", tail)
}
