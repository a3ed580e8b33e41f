// Package audit presents what the analysis decided about every acquisition, not only about those that
// it reports: for one place (guardlint why), as a list, and as counts (guardlint audit -stats).
package audit

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/guardlint/guardlint/cmd/guardlint/internal/finding"
)

// An Acquisition is one call that creates a duty, and what became of the duty.
type Acquisition struct {
	Kind    string // family of the guard, such as "file"
	Verdict string // such as "released" or "transferred"
	Reason  string
	Finding finding.Finding // where, and the steps that show it
}

// verdicts lists those known to the analysis in the order in which people read them.
var verdicts = [...]string{"released", "transferred", "unsure", "leaked", "gaveup"}

// Decode reads the acquisitions out of the diagnostics of the audit analyzer. Their messages have the
// form "kind: verdict: reason", and their category is the verdict.
func Decode(findings []finding.Finding) ([]Acquisition, error) {
	acquisitions := make([]Acquisition, 0, len(findings))
	for _, f := range findings {
		kind, rest, ok := strings.Cut(f.Message, ": ")
		verdict, reason, _ := strings.Cut(rest, ": ")
		if !ok || verdict != f.Category {
			return nil, fmt.Errorf("%s:%d: the audit says %q, which is not of the form \"kind: verdict: reason\"",
				f.Start.File, f.Start.Line, f.Message)
		}
		acquisitions = append(acquisitions, Acquisition{kind, verdict, reason, f})
	}
	return acquisitions, nil
}

// A Count says how many acquisitions share a kind, a verdict and a reason. Numbers in reasons, such
// as lines, are replaced by N so that like is counted with like.
type Count struct {
	Kind    string `json:"kind"`
	Verdict string `json:"verdict"`
	Reason  string `json:"reason"`
	N       int    `json:"count"`
}

// Counts counts, the most frequent first.
func Counts(acquisitions []Acquisition) []Count {
	totals := make(map[Count]int)
	for _, a := range acquisitions {
		totals[Count{Kind: a.Kind, Verdict: a.Verdict, Reason: finding.NormalizeMessage(a.Reason)}]++
	}
	counts := make([]Count, 0, len(totals))
	for c, n := range totals {
		c.N = n
		counts = append(counts, c)
	}
	slices.SortFunc(counts, func(a, b Count) int {
		return cmp.Or(
			cmp.Compare(b.N, a.N),
			cmp.Compare(a.Kind, b.Kind),
			compareVerdicts(a.Verdict, b.Verdict),
			cmp.Compare(a.Reason, b.Reason))
	})
	return counts
}

// compareVerdicts orders verdicts as listed; ones that are not sort last, by name.
func compareVerdicts(a, b string) int {
	return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a, b))
}

func rank(verdict string) int {
	if i := slices.Index(verdicts[:], verdict); i >= 0 {
		return i
	}
	return len(verdicts)
}
