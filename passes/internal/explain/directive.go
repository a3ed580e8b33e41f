package explain

import (
	"fmt"
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/analysis"

	"github.com/guardlint/guardlint/passes/internal/declare"
)

// Categories of what is wrong with a directive that silences a check. Those of declarations are in package declare.
const (
	Incomplete   = "incomplete"
	UnknownCheck = "unknown-check"
	Unused       = "unused"
	Matched      = "matched" // no fault: for those who ask
)

// Problem returns the diagnostic for a declaration that is wrong.
func Problem(pass *analysis.Pass, p declare.Problem) analysis.Diagnostic {
	message := p.Message
	if p.Entry != "" {
		message += fmt.Sprintf(" (%s of the configuration)", p.Entry)
	}
	return directive(pass, p.Pos, p.End, p.Category, message)
}

// Misfit returns the answer to the question what is wrong with an entry of the configuration.
func Misfit(pass *analysis.Pass, p declare.Problem) analysis.Diagnostic {
	return directive(pass, p.Pos, p.End, p.Category, p.Entry+": "+p.Message)
}

// Match returns the answer to the question what an entry of the configuration means. It stands at the package's name.
func Match(pass *analysis.Pass, name *ast.Ident, m declare.Match) analysis.Diagnostic {
	return directive(pass, name.Pos(), name.End(), Matched, m.Entry+": "+m.Text)
}

// IgnoreIncomplete returns the diagnostic for a directive without a check or without a reason.
func IgnoreIncomplete(pass *analysis.Pass, pos, end token.Pos) analysis.Diagnostic {
	return directive(pass, pos, end, Incomplete,
		"//guardlint:ignore lacks a check or a reason: write //guardlint:ignore CHECK REASON")
}

// IgnoreUnknown returns the diagnostic for a directive that names no check.
func IgnoreUnknown(pass *analysis.Pass, pos, end token.Pos, check string) analysis.Diagnostic {
	return directive(pass, pos, end, UnknownCheck,
		fmt.Sprintf("//guardlint:ignore names %s, which is no check: see \"guardlint help\" for their names", check))
}

// IgnoreUnused returns the diagnostic for a directive that silences nothing.
func IgnoreUnused(pass *analysis.Pass, pos, end token.Pos, check string) analysis.Diagnostic {
	return directive(pass, pos, end, Unused,
		fmt.Sprintf("//guardlint:ignore %s silences nothing: remove it, or move it to the line of a finding", check))
}

func directive(pass *analysis.Pass, pos, end token.Pos, category, message string) analysis.Diagnostic {
	return analysis.Diagnostic{Pos: pos, End: end, Category: category, Message: message, URL: pass.Analyzer.URL + "#" + category}
}
