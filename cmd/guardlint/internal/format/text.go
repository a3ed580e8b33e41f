package format

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/fatih/color"
	"github.com/rivo/uniseg"

	"github.com/guardlint/guardlint/cmd/guardlint/internal/finding"
)

// writeText writes for people:
//
//	store/open.go:12:12: f is not closed if the function returns at line 17 (unreleased)
//		f, err := os.Open(name)
//		          ^~~~~~~~~~~~~
//		1. store/open.go:17:3: this return leaves f open
func writeText(w io.Writer, r Report) error {
	var out bytes.Buffer
	p := newPalette(r.Color)
	for _, f := range r.Findings {
		fmt.Fprintf(&out, "%s: %s %s\n",
			p.place.Sprint(r.place(f.Start)), p.message.Sprint(f.Message), p.faint.Sprintf("(%s)", f.Check))
		if line, ok := r.Sources.Line(f.Start.File, f.Start.Line); ok && f.Start.Column > 0 {
			code, caret := underline(line, f.Start, f.End)
			fmt.Fprintf(&out, "\t%s\n", code)
			fmt.Fprintf(&out, "\t%s\n", p.caret.Sprint(caret))
		}
		for i, step := range f.Steps {
			fmt.Fprintf(&out, "\t%d. %s: %s\n", i+1, p.place.Sprint(r.place(step.Start)), step.Message)
		}
	}
	_, err := w.Write(out.Bytes())
	return err
}

// palette holds the colours of text output; without colours they print plainly.
type palette struct{ place, message, faint, caret *color.Color }

func newPalette(enabled bool) palette {
	p := palette{
		place:   color.New(color.Bold),
		message: color.New(color.FgRed, color.Bold),
		faint:   color.New(color.Faint),
		caret:   color.New(color.FgGreen),
	}
	for _, c := range []*color.Color{p.place, p.message, p.faint, p.caret} {
		// Said explicitly in both cases: the library's own default looks at the environment.
		if enabled {
			c.EnableColor()
		} else {
			c.DisableColor()
		}
	}
	return p
}

// place prints a position as compilers do, for editors and terminals that make it a link.
func (r Report) place(p finding.Position) string {
	file := finding.RelativePath(r.Dir, p.File)
	if p.Column == 0 {
		return fmt.Sprintf("%s:%d", file, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", file, p.Line, p.Column)
}

// underline returns the source line without its indentation, and a line that marks the range in it.
// A range over several lines is marked to the end of the first.
func underline(line string, start, end finding.Position) (code, caret string) {
	code = strings.TrimLeft(line, " \t")
	indent := len(line) - len(code)
	from := min(max(start.Column-1-indent, 0), len(code))
	to := len(code)
	if end.Line == start.Line {
		to = min(max(end.Column-1-indent, from), len(code))
	}
	width := uniseg.StringWidth(code[from:to])
	return code, blank(code[:from]) + "^" + strings.Repeat("~", max(width-1, 0))
}

// blank returns white space as wide as the text: tabs stay, as their width is the terminal's to
// choose, and wide characters count double.
func blank(text string) string {
	var b strings.Builder
	for i, part := range strings.Split(text, "\t") {
		if i > 0 {
			b.WriteByte('\t')
		}
		b.WriteString(strings.Repeat(" ", uniseg.StringWidth(part)))
	}
	return b.String()
}
