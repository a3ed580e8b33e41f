package passtest

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A verdict is what the name of a fixture function says about it.
type verdict uint8

const (
	unnamed       verdict = iota
	ok                    // rightly silent
	bad                   // rightly reported
	falsePositive         // reported, but should be silent
	falseNegative         // silent, but should be reported
)

// verdictNames holds the prefixes that state a verdict, by verdict.
var verdictNames = [...]string{ok: "ok", bad: "bad", falsePositive: "falsePositive", falseNegative: "falseNegative"}

func (v verdict) String() string { return verdictNames[v] }

// verdictOf reads the verdict off a name: okDefer, BadLoop, TestBadCleanup. The prefix must be a word of its own:
// okay and badge say nothing.
func verdictOf(name string) verdict {
	for _, prefix := range [...]string{"Test", "Benchmark", "Fuzz", "Example"} {
		if rest, found := strings.CutPrefix(name, prefix); found {
			name = rest
			break
		}
	}
	for v := ok; v <= falseNegative; v++ {
		prefix := v.String()
		if len(name) < len(prefix) || !strings.EqualFold(name[:1], prefix[:1]) || name[1:len(prefix)] != prefix[1:] {
			continue
		}
		if next, _ := utf8.DecodeRuneInString(name[len(prefix):]); len(name) == len(prefix) || !unicode.IsLower(next) {
			return v
		}
	}
	return unnamed
}

// A subject is what a verdict is about: a function, or a type together with those of its methods whose names say
// nothing themselves.
type subject struct {
	name    string
	verdict verdict
	pos     token.Pos
	reason  string // the doc comment
	reports int    // diagnostics inside
}

// A cast is the set of subjects of a package, by top-level declaration.
type cast map[ast.Decl]*subject

// readCast finds the subjects of a package. A declaration without a verdict is a subject too, an unnamed one.
func readCast(files []*ast.File) cast {
	all := make(cast)
	types := make(map[string]*subject)
	for _, file := range files {
		for _, decl := range file.Decls {
			if decl, isGen := decl.(*ast.GenDecl); isGen {
				all[decl] = typeSubject(decl, types)
			}
		}
	}
	for _, file := range files {
		for _, decl := range file.Decls {
			fn, isFunc := decl.(*ast.FuncDecl)
			if !isFunc {
				continue
			}
			s := &subject{name: fn.Name.Name, verdict: verdictOf(fn.Name.Name), pos: fn.Name.Pos(), reason: fn.Doc.Text()}
			if owner := types[receiverName(fn)]; owner != nil && s.verdict == unnamed {
				s = owner
			}
			all[decl] = s
		}
	}
	return all
}

// typeSubject makes the subject of a declaration that is no function. If it declares types whose names state a
// verdict, they are entered into types; grouped declarations share the subject of the first.
func typeSubject(decl *ast.GenDecl, types map[string]*subject) *subject {
	s := &subject{name: decl.Tok.String() + " declaration", pos: decl.Pos(), reason: decl.Doc.Text()}
	for _, spec := range decl.Specs {
		spec, isType := spec.(*ast.TypeSpec)
		if !isType || verdictOf(spec.Name.Name) == unnamed {
			continue
		}
		if s.verdict == unnamed {
			s.name, s.verdict, s.pos = spec.Name.Name, verdictOf(spec.Name.Name), spec.Name.Pos()
		}
		types[spec.Name.Name] = s
	}
	return s
}

// receiverName returns the name of the type that a method belongs to, or "".
func receiverName(fn *ast.FuncDecl) string {
	if fn.Recv == nil || len(fn.Recv.List) == 0 {
		return ""
	}
	typ := fn.Recv.List[0].Type
	for {
		switch t := ast.Unparen(typ).(type) {
		case *ast.StarExpr:
			typ = t.X
		case *ast.IndexExpr:
			typ = t.X
		case *ast.IndexListExpr:
			typ = t.X
		case *ast.Ident:
			return t.Name
		default:
			return ""
		}
	}
}

// judge compares the verdicts with what was reported.
func (c cast) judge() []problem {
	var problems []problem
	complain := func(s *subject, format string, args ...any) {
		problems = append(problems, problem{s.pos, s.name + fmt.Sprintf(format, args...)})
	}
	for _, s := range c.subjects() {
		stem := s.name[min(len(s.verdict.String()), len(s.name)):]
		switch {
		case s.verdict == ok && s.reports > 0:
			complain(s, " is reported, but its name says ok")
		case s.verdict == bad && s.reports == 0:
			complain(s, " is not reported, but its name says bad")
		case s.verdict == falsePositive && s.reports == 0:
			complain(s, " is silent now: rename it to ok%s", stem)
		case s.verdict == falseNegative && s.reports > 0:
			complain(s, " is reported now: rename it to bad%s and say what is wanted", stem)
		case s.verdict == unnamed && s.reports > 0 && !namedByLanguage(s.name):
			complain(s, " is reported, but its name states no verdict")
		}
		if (s.verdict == falsePositive || s.verdict == falseNegative) && strings.TrimSpace(s.reason) == "" {
			complain(s, " needs a doc comment that says why the check is wrong about it")
		}
	}
	return problems
}

// namedByLanguage reports whether a function cannot be called bad-something because the language or the testing
// package fixes its name.
func namedByLanguage(name string) bool {
	return name == "main" || name == "init" || name == "TestMain" || strings.HasSuffix(name, " declaration")
}

// subjects lists the subjects in the order of the text.
func (c cast) subjects() []*subject {
	seen := make(map[*subject]bool)
	var list []*subject
	for _, s := range c {
		if !seen[s] {
			seen[s] = true
			list = append(list, s)
		}
	}
	slices.SortFunc(list, func(a, b *subject) int { return int(a.pos) - int(b.pos) })
	return list
}
