// Package manual reads the manual of a check, which is the package comment of its doc.go.
//
// The comment is the only text about a check: the help of the command, the pages below docs/ and the table of the
// README are cut from it. Its form is fixed. It begins "Package NAME reports ...", a sentence that also serves as
// the summary, and has the sections of [Headings] in that order. Example code is checked by a test of package
// analyzer: a line that ends in
//
//	// guardlint: MESSAGE
//
// must yield that message, and no other line may yield any. Line numbers in messages count from the first line of
// the code block.
package manual

import (
	"fmt"
	"go/doc/comment"
	"slices"
	"strings"
)

// Headings lists the sections of a manual.
func Headings() []string {
	return []string{"What it reports", "Example (bad)", "Fix (good)", "What it does not report", "Suppressing"}
}

// A Manual is the parsed manual of one check.
type Manual struct {
	Check   string // name of the package and the analyzer
	Summary string // what the check does, to be read after its name: "reports ..."
	doc     *comment.Doc
}

// Doc returns what an analyzer says about itself, given the text of its doc.go: the summary, and the manual after it.
// It panics if there is no package comment, which the first run of any test shows. Reading is cheap because every
// analysed package starts the program anew.
func Doc(source string) string {
	name, text, err := packageComment(source)
	if err != nil {
		panic(err)
	}
	return strings.TrimPrefix(text, "Package "+name+" ")
}

// Parse reads the text of a doc.go and checks its form.
func Parse(source string) (*Manual, error) {
	name, text, err := packageComment(source)
	if err != nil {
		return nil, err
	}
	var parser comment.Parser
	m := &Manual{Check: name, doc: parser.Parse(text)}
	first, _, _ := strings.Cut(text, "\n\n")
	summary, found := strings.CutPrefix(strings.Join(strings.Fields(first), " "), "Package "+name+" ")
	if !found || !strings.HasPrefix(summary, "reports ") || strings.Index(summary, ".") != len(summary)-1 {
		return nil, fmt.Errorf("manual of %s must begin with one sentence \"Package %s reports ...\", a paragraph of its own", name, name)
	}
	m.Summary = strings.TrimSuffix(summary, ".")
	if got := m.headings(); !slices.Equal(got, Headings()) {
		return nil, fmt.Errorf("manual of %s has the sections %q, want %q", name, got, Headings())
	}
	return m, nil
}

// packageComment returns the name of a package and its comment without comment signs.
func packageComment(source string) (name, text string, err error) {
	var lines []string
	for line := range strings.Lines(source) {
		line = strings.TrimSuffix(line, "\n")
		if rest, found := strings.CutPrefix(line, "package "); found {
			if len(lines) == 0 {
				return "", "", fmt.Errorf("package %s has no comment", rest)
			}
			return rest, strings.Join(lines, "\n") + "\n", nil
		}
		if rest, found := strings.CutPrefix(line, "//"); found {
			lines = append(lines, strings.TrimPrefix(rest, " "))
		} else {
			lines = nil // a comment that stands apart from the package clause, such as a licence
		}
	}
	return "", "", fmt.Errorf("doc.go has no package clause")
}

// headings lists the headings that the manual has.
func (m *Manual) headings() []string {
	var list []string
	for _, block := range m.doc.Content {
		if h, isHeading := block.(*comment.Heading); isHeading {
			var text strings.Builder
			for _, part := range h.Text {
				if plain, isPlain := part.(comment.Plain); isPlain {
					text.WriteString(string(plain))
				}
			}
			list = append(list, text.String())
		}
	}
	return list
}

// Code returns the code blocks of the manual that are Go. Those whose first line starts with "$ " are sessions at a
// terminal, those whose first line starts with "# " are pieces of configuration.
func (m *Manual) Code() []string {
	var list []string
	for _, block := range m.doc.Content {
		code, isCode := block.(*comment.Code)
		if isCode && !strings.HasPrefix(code.Text, "$ ") && !strings.HasPrefix(code.Text, "# ") {
			list = append(list, code.Text)
		}
	}
	return list
}

// Markdown renders the manual as a page.
func (m *Manual) Markdown() []byte {
	printer := comment.Printer{
		HeadingLevel:   2,
		HeadingID:      func(*comment.Heading) string { return "" }, // GitHub makes its own
		DocLinkBaseURL: "https://pkg.go.dev",
	}
	page := fmt.Appendf(nil, "# %s\n\n", m.Check)
	for _, block := range m.doc.Content {
		text := printer.Markdown(&comment.Doc{Content: []comment.Block{block}})
		if code, isCode := block.(*comment.Code); isCode {
			text = fmt.Appendf(nil, "```%s\n%s```\n", language(code.Text), code.Text)
		}
		page = append(append(page, text...), '\n')
	}
	return page[:len(page)-1]
}

// language names the language of a code block for Markdown.
func language(code string) string {
	switch {
	case strings.HasPrefix(code, "$ "):
		return "console"
	case strings.HasPrefix(code, "# "):
		return "yaml"
	}
	return "go"
}
