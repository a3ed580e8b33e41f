package audit

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/guardlint/guardlint/cmd/guardlint/internal/finding"
	"github.com/guardlint/guardlint/cmd/guardlint/internal/govet"
)

// version is that of the JSON forms.
const version = 1

// Paths shows file names: relative to Dir if they are below it.
type Paths struct{ Dir string }

func (p Paths) file(file string) string { return finding.RelativePath(p.Dir, file) }

func (p Paths) place(pos finding.Position) string {
	if pos.Column == 0 {
		return fmt.Sprintf("%s:%d", p.file(pos.File), pos.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.file(pos.File), pos.Line, pos.Column)
}

// WriteText lists acquisitions for people, each with its steps.
func (p Paths) WriteText(w io.Writer, acquisitions []Acquisition) error {
	var out bytes.Buffer
	for _, a := range acquisitions {
		fmt.Fprintf(&out, "%s: %s: %s", p.place(a.Finding.Start), a.Kind, a.Verdict)
		if a.Reason != "" {
			fmt.Fprintf(&out, ": %s", a.Reason)
		}
		out.WriteByte('\n')
		for i, s := range a.Finding.Steps {
			fmt.Fprintf(&out, "\t%d. %s: %s\n", i+1, p.place(s.Start), s.Message)
		}
	}
	_, err := w.Write(out.Bytes())
	return err
}

// jsonAcquisition is an acquisition in the JSON form.
type jsonAcquisition struct {
	Kind    string     `json:"kind"`
	Verdict string     `json:"verdict"`
	Reason  string     `json:"reason,omitempty"`
	Package string     `json:"package"`
	File    string     `json:"file"`
	Line    int        `json:"line"`
	Column  int        `json:"column,omitempty"`
	Steps   []jsonStep `json:"steps,omitempty"`
}

type jsonStep struct {
	Message string `json:"message"`
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column,omitempty"`
}

// WriteJSON lists acquisitions as {"version", "acquisitions"}.
func (p Paths) WriteJSON(w io.Writer, acquisitions []Acquisition) error {
	list := make([]jsonAcquisition, 0, len(acquisitions))
	for _, a := range acquisitions {
		start := a.Finding.Start
		j := jsonAcquisition{
			Kind: a.Kind, Verdict: a.Verdict, Reason: a.Reason, Package: a.Finding.Package,
			File: filepath.ToSlash(p.file(start.File)), Line: start.Line, Column: start.Column,
		}
		for _, s := range a.Finding.Steps {
			j.Steps = append(j.Steps, jsonStep{s.Message, filepath.ToSlash(p.file(s.Start.File)), s.Start.Line, s.Start.Column})
		}
		list = append(list, j)
	}
	return encode(w, map[string]any{"version": version, "acquisitions": list})
}

// A Stats is what the audit counts.
type Stats struct {
	Counts []Count
	Broken []govet.Broken // checks that broke off
}

// WriteStatsJSON writes counts as {"version", "total", "counts"}, and what broke off as "broken".
func WriteStatsJSON(w io.Writer, s Stats) error {
	broken := slices.Concat([]govet.Broken{}, s.Broken) // never null
	return encode(w, map[string]any{"version": version, "total": total(s.Counts), "counts": s.Counts, "broken": broken})
}

func encode(w io.Writer, value any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(value)
}

func total(counts []Count) int {
	n := 0
	for _, c := range counts {
		n += c.N
	}
	return n
}

// WriteStatsText writes two tables: kinds by verdicts, and the reasons, the most frequent first; and a third one of checks
// that broke off, if there are any.
func WriteStatsText(w io.Writer, s Stats) error {
	if err := writeCounts(w, s.Counts); err != nil || len(s.Broken) == 0 {
		return err
	}
	tw := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	fmt.Fprint(tw, "\nbroke off\tpackage\terror\n")
	for _, b := range s.Broken {
		fmt.Fprintf(tw, "%s\t%s\t%s\n", b.Check, b.Package, b.Err)
	}
	return tw.Flush()
}

func writeCounts(w io.Writer, counts []Count) error {
	all := total(counts)
	if all == 0 {
		_, err := fmt.Fprintln(w, "no acquisitions")
		return err
	}
	columns, table := tabulate(counts)
	tw := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	fmt.Fprintf(tw, "kind\t%s\ttotal\n", strings.Join(columns, "\t"))
	sum := make(map[string]int)
	for _, kind := range slices.Sorted(maps.Keys(table)) {
		writeRow(tw, kind, columns, table[kind])
		for verdict, n := range table[kind] {
			sum[verdict] += n
		}
	}
	writeRow(tw, "all", columns, sum)
	fmt.Fprint(tw, "share")
	for _, verdict := range columns {
		fmt.Fprintf(tw, "\t%.1f%%", 100*float64(sum[verdict])/float64(all))
	}
	fmt.Fprint(tw, "\t100.0%\n")
	fmt.Fprint(tw, "\ncount\tkind\tverdict\treason\n")
	for _, c := range counts {
		fmt.Fprintf(tw, "%d\t%s\t%s\t%s\n", c.N, c.Kind, c.Verdict, c.Reason)
	}
	return tw.Flush()
}

// tabulate sums over reasons. It returns the verdicts that occur, ordered, and the sums by kind and
// verdict.
func tabulate(counts []Count) (columns []string, table map[string]map[string]int) {
	table = make(map[string]map[string]int)
	for _, c := range counts {
		if table[c.Kind] == nil {
			table[c.Kind] = make(map[string]int)
		}
		table[c.Kind][c.Verdict] += c.N
		if !slices.Contains(columns, c.Verdict) {
			columns = append(columns, c.Verdict)
		}
	}
	slices.SortFunc(columns, compareVerdicts)
	return columns, table
}

func writeRow(w io.Writer, name string, columns []string, row map[string]int) {
	fmt.Fprint(w, name)
	sum := 0
	for _, verdict := range columns {
		fmt.Fprintf(w, "\t%d", row[verdict])
		sum += row[verdict]
	}
	fmt.Fprintf(w, "\t%d\n", sum)
}

// WriteOpenMetrics writes counts in the OpenMetrics text format, for a dashboard.
func WriteOpenMetrics(w io.Writer, s Stats) error {
	counts := s.Counts
	var out bytes.Buffer
	out.WriteString("# TYPE guardlint_acquisitions gauge\n")
	out.WriteString("# HELP guardlint_acquisitions Acquisitions of guards, by what becomes of them.\n")
	sorted := slices.Clone(counts)
	slices.SortFunc(sorted, func(a, b Count) int { // by labels: series keep their place from run to run
		return cmp.Or(
			cmp.Compare(a.Kind, b.Kind),
			cmp.Compare(a.Verdict, b.Verdict),
			cmp.Compare(a.Reason, b.Reason))
	})
	for _, c := range sorted {
		fmt.Fprintf(&out, "guardlint_acquisitions{kind=\"%s\",verdict=\"%s\",reason=\"%s\"} %d\n",
			escapeLabel(c.Kind), escapeLabel(c.Verdict), escapeLabel(c.Reason), c.N)
	}
	out.WriteString("# TYPE guardlint_broken gauge\n")
	out.WriteString("# HELP guardlint_broken Checks that broke off in a package, and what they would have found is missing.\n")
	fmt.Fprintf(&out, "guardlint_broken %d\n", len(s.Broken))
	out.WriteString("# EOF\n")
	_, err := w.Write(out.Bytes())
	return err
}

// escapeLabel escapes a label's value as the format demands.
func escapeLabel(s string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(s)
}
