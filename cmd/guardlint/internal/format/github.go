package format

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// writeGitHub writes workflow commands, which GitHub Actions shows as annotations of the changed
// files. It shows no related places, so the steps become lines of the message.
func writeGitHub(w io.Writer, r Report) error {
	var out bytes.Buffer
	for _, f := range r.Findings {
		fmt.Fprintf(&out, "::warning file=%s,line=%d", escapeProperty(r.machinePath(f.Start.File)), f.Start.Line)
		if f.Start.Column > 0 && f.End.Line == f.Start.Line { // columns are for ranges within one line
			fmt.Fprintf(&out, ",col=%d,endColumn=%d", f.Start.Column, f.End.Column)
		}
		message := f.Message
		for i, s := range f.Steps {
			message += fmt.Sprintf("\n%d. line %d: %s", i+1, s.Start.Line, s.Message)
		}
		if f.URL != "" {
			message += "\n" + f.URL
		}
		fmt.Fprintf(&out, ",title=%s::%s\n", escapeProperty("guardlint "+f.Check), escapeData(message))
	}
	_, err := w.Write(out.Bytes())
	return err
}

// escapeData and escapeProperty do what the runner undoes.
func escapeData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func escapeProperty(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(escapeData(s))
}
