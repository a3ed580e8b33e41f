package explain

import (
	"fmt"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/guardlint/guardlint/passes/internal/leakpath"
	"github.com/guardlint/guardlint/passes/internal/obligation"
)

// Steps tells the path of the exit that decided a verdict, and the state of the guard at each other end.
func Steps(v leakpath.Verdict) []analysis.RelatedInformation {
	var list []analysis.RelatedInformation
	for i, x := range v.Exits {
		for _, ev := range x.Trace.Steps() {
			list = append(list, analysis.RelatedInformation{Pos: ev.Pos, Message: fmt.Sprintf("end %d: %s", i+1, describe(ev))})
		}
		state := fmt.Sprintf("end %d: %s", i+1, x.Status)
		if x.Reason != "" {
			state += ": " + x.Reason
		}
		list = append(list, analysis.RelatedInformation{Pos: v.Obl.Site.Pos(), Message: state})
	}
	return list
}

// describe says what a step is.
func describe(ev *obligation.Event) string {
	switch ev.Kind {
	case obligation.Acquired:
		return "acquired"
	case obligation.Branched:
		if ev.Taken {
			return "the condition is true"
		}
		return "the condition is false"
	case obligation.HandedOver:
		return ev.Note + " leaves it here"
	case obligation.Took:
		return "handed over: " + ev.Note
	case obligation.ReleasedBy:
		return "released by " + strings.TrimPrefix(ev.Note, "*")
	case obligation.Overwritten:
		return "the variable is overwritten"
	case obligation.NextRound:
		return "the loop acquires again"
	case obligation.Unknown:
		return ev.Note
	}
	return "the function ends"
}
