package vettool

import (
	"fmt"
	"reflect"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// BrokenCategory is the category of a diagnostic that is no finding: it has no position, and says that the check broke off.
const BrokenCategory = "broken"

// Broken returns the message of such a diagnostic.
func Broken(check, pkg string, err error) string {
	return fmt.Sprintf("%s could not analyse %s: %v", check, pkg, err)
}

// BrokenCause takes the message apart again.
func BrokenCause(message string) string {
	_, cause, _ := strings.Cut(message, ": ")
	return cause
}

// tellBroken makes an analyzer that fails report that, instead of returning its error: the go command stops at an error
// and shows no more of what is known of the package, and those who require the analyzer would not run.
func tellBroken(a *analysis.Analyzer) {
	run := a.Run
	a.Run = func(pass *analysis.Pass) (any, error) {
		result, err := run(pass)
		if err == nil {
			return result, nil
		}
		pass.Report(analysis.Diagnostic{Category: BrokenCategory, Message: Broken(a.Name, pass.Pkg.Path(), err)})
		if a.ResultType == nil {
			return nil, nil
		}
		return reflect.Zero(a.ResultType).Interface(), nil
	}
}
