package passes_test

import (
	"go/ast"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/guardlint/guardlint/passes/internal/declare"
	"github.com/guardlint/guardlint/passes/internal/guard"
)

// A text is something that a check says to a user, with what is needed to judge it.
type text struct {
	words string
	check string
	names map[string]bool // identifiers of the file it is about, selectors such as os.Open included
}

// A rule is a rule of style for the texts of all checks.
type rule struct {
	name   string
	broken func(text) bool
}

// everywhere lists the rules for messages and related texts alike.
var everywhere = []rule{
	{"starts in lower case, unless with a name of the program", func(m text) bool {
		first, _ := utf8.DecodeRuneInString(m.words)
		return !ofProcess(m.words) && (unicode.IsUpper(first) && !m.names[firstName(m.words)])
	}},
	{"has no final period", func(m text) bool { return strings.HasSuffix(m.words, ".") }},
	{"is one line", func(m text) bool { return m.words == "" || strings.ContainsAny(m.words, "\n\r") }},
	{"has at most 110 characters", func(m text) bool { return utf8.RuneCountInString(m.words) > 110 }},
	{"is one sentence", func(m text) bool { return sentenceEnd.MatchString(m.words) || strings.Contains(m.words, "!") }},
	{"uses no name of the machinery", func(m text) bool { return usesWord(m, machinery) }},
	{"neither lectures nor guesses", func(m text) bool { return usesWord(m, lecturing) }},
	{"names no SSA value", func(m text) bool {
		return slices.ContainsFunc(ssaName.FindAllString(m.words, -1), func(s string) bool { return !m.names[s] })
	}},
}

// onMessages lists the rules for messages only.
var onMessages = []rule{
	{"has what the program calls it as its subject", func(m text) bool {
		return !ofProcess(m.words) && !m.names[subjectOf(m.words)] && !strings.HasPrefix(m.words, declare.Prefix) // a comment of the program
	}},
	{"says the exact release of the kind", func(m text) bool {
		return (m.check == "unreleased" || m.check == "lockheld") && releaseIn(m.words) == "" && !strings.Contains(m.words, " passed to ")
	}},
}

// onFixes lists the rules for the titles of fixes.
var onFixes = []rule{
	{"is a command with a capital", func(m text) bool { return !fixTitle.MatchString(m.words) }},
	{"shows the code", func(m text) bool { return !strings.ContainsAny(m.words, "\"()") }},
	{"has no final period", func(m text) bool { return strings.HasSuffix(m.words, ".") }},
	{"is one line", func(m text) bool { return strings.ContainsAny(m.words, "\n\r") }},
	{"has at most 110 characters", func(m text) bool { return utf8.RuneCountInString(m.words) > 110 }},
}

var (
	machinery   = regexp.MustCompile(`(?i)\b(obligations?|owners?|alias(es)?|must-call|witness(es)?|summary|summaries|facts?|SSA|escapes?|escaped|leaks?|resources?)\b`)
	lecturing   = regexp.MustCompile(`(?i)\b(please|should|consider|may|might|possibly|possible|potential|potentially|likely|probably)\b`)
	sentenceEnd = regexp.MustCompile(`[.;?] `)
	ssaName     = regexp.MustCompile(`\bt[0-9]+\b`)
	fixTitle    = regexp.MustCompile(`^[A-Z][a-z]+ `)
	// callSubject matches a subject that the program has no name for: "result of os.Open is ...".
	callSubject = regexp.MustCompile(`^(?:[a-z]+ )+(?:of|waiting for) (\S+) `)
	name        = regexp.MustCompile(`[\pL_][\pL\pN_]*(?:\.[\pL_][\pL\pN_]*)*`)
)

// firstName returns the name, dotted perhaps, that a text starts with.
func firstName(words string) string {
	if at := name.FindStringIndex(words); at != nil && at[0] == 0 {
		return words[:at[1]]
	}
	return ""
}

// subjectOf returns the name that a message is about.
func subjectOf(words string) string {
	if m := callSubject.FindStringSubmatch(words); m != nil {
		return firstName(m[1])
	}
	return firstName(words)
}

// usesWord reports whether a text uses one of the words otherwise than as a name of the program.
func usesWord(m text, words *regexp.Regexp) bool {
	for _, at := range name.FindAllString(m.words, -1) {
		if !m.names[at] && words.MatchString(at) {
			return true
		}
	}
	return false
}

// releaseIn returns the verb of a kind of guard that a text has in it, or "". Kinds that are found in the program
// itself are released, or their function called.
func releaseIn(words string) string {
	verbs := []string{"released", "called"}
	for _, k := range guard.Builtin().Kinds() {
		verbs = append(verbs, strings.Split(k.Verb, " or ")...)
	}
	for _, verb := range verbs {
		if strings.Contains(words, verb) {
			return verb
		}
	}
	return ""
}

// namesIn collects the identifiers of a file, and the selectors over them.
func namesIn(file *ast.File) map[string]bool {
	names := make(map[string]bool)
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			names[n.Name] = true
		case *ast.SelectorExpr:
			names[dotted(n)] = true
		}
		return true
	})
	return names
}

// dotted writes a selector as a message does, without the arguments of calls in it: http.Get(url).Body is
// http.Get.Body.
func dotted(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return dotted(e.X) + "." + e.Sel.Name
	case *ast.CallExpr:
		return dotted(e.Fun)
	case *ast.ParenExpr:
		return dotted(e.X)
	case *ast.StarExpr:
		return dotted(e.X)
	case *ast.IndexExpr:
		return dotted(e.X)
	}
	return ""
}

// violations returns the names of the rules that a text breaks.
func violations(m text, rules ...rule) []string {
	var broken []string
	for _, r := range rules {
		if r.broken(m) {
			broken = append(broken, r.name)
		}
	}
	return broken
}

// TestRules shows each rule accepting and refusing.
func TestRules(t *testing.T) {
	names := map[string]bool{"f": true, "os.Open": true, "resp.Body": true, "owner": true, "Conn": true, "t": true, "context.WithTimeout": true, "mayFail": true}
	for _, test := range []struct {
		words string
		want  string // rules broken
	}{
		{"f is never closed", ""},
		{"Conn is not closed if the function returns at line 31, and at 2 other returns", ""},
		{"owner is never closed", ""},
		{"resp.Body is never closed", ""},
		{"os.Open result is never closed", ""},
		{"cancel function of context.WithTimeout is discarded and never called", ""},
		{"f is not closed if mayFail panics at line 3", ""},
		{"F is never closed", "starts in lower case, unless with a name of the program; has what the program calls it as its subject"},
		{"f is never closed.", "has no final period"},
		{"f is never\nclosed", "is one line"},
		{"f is never closed" + strings.Repeat(" or so", 20), "has at most 110 characters"},
		{"f is never closed. It stays open", "is one sentence"},
		{"f is never closed!", "is one sentence"},
		{"f, the owner of which is gone, leaks and is never closed", "uses no name of the machinery"},
		{"f may be closed", "neither lectures nor guesses"},
		{"t12 is never closed", "names no SSA value; has what the program calls it as its subject"},
		{"result of os.Create is never closed", "has what the program calls it as its subject"},
		{"f is never forgotten", "says the exact release of the kind"},
	} {
		m := text{words: test.words, check: "unreleased", names: names}
		got := strings.Join(violations(m, append(slices.Clone(everywhere), onMessages...)...), "; ")
		if got != test.want {
			t.Errorf("%q breaks %q, want %q", test.words, got, test.want)
		}
	}
	for title, want := range map[string]string{
		`Insert "defer f.Close()" after line 9`: "",
		`insert "defer f.Close()"`:              "is a command with a capital",
		"Close the file":                        "shows the code",
		`Insert "defer f.Close()".`:             "has no final period",
	} {
		if got := strings.Join(violations(text{words: title}, onFixes...), "; "); got != want {
			t.Errorf("title %q breaks %q, want %q", title, got, want)
		}
	}
}

// ofProcess reports whether a message is about something that the process has once, such as its CPU profile: the program
// has no name for it.
func ofProcess(words string) bool {
	for _, k := range guard.Builtin().Kinds() {
		if len(k.Acquire) > 0 && k.Acquire[0].Holder.In == guard.Process && strings.HasPrefix(words, k.Noun+" ") {
			return true
		}
	}
	return false
}
