package explain

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/guardlint/guardlint/passes/internal/leakpath"
	"github.com/guardlint/guardlint/passes/internal/obligation"
)

// maxAlike is how many ends that leave the guard in the same state are told with their paths.
const maxAlike = 3

// Steps tells the paths of a verdict, and the state of the guard at the end of each. Of many ends that are alike it
// tells some, and how many more there are.
func Steps(v leakpath.Verdict) []analysis.RelatedInformation {
	var list []analysis.RelatedInformation
	alike := make(map[string]int)
	for i, x := range v.Exits {
		like := x.Status.String()
		if x.Reason != "" {
			like += ": " + x.Reason
		}
		if alike[like]++; alike[like] > maxAlike {
			continue
		}
		for _, ev := range x.Trace.Steps() {
			list = append(list, analysis.RelatedInformation{Pos: ev.Pos, Message: fmt.Sprintf("end %d: %s", i+1, describe(ev))})
		}
		list = append(list, analysis.RelatedInformation{Pos: v.Obl.Site.Pos(), Message: fmt.Sprintf("end %d: %s", i+1, like)})
	}
	for _, like := range slices.Sorted(maps.Keys(alike)) {
		if n := alike[like] - maxAlike; n > 0 {
			list = append(list, analysis.RelatedInformation{Pos: v.Obl.Site.Pos(), Message: fmt.Sprintf("%d more ends like those that are %s", n, like)})
		}
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
