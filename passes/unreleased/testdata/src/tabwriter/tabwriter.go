// Package tabwriter has the fixtures of the kind tabwriter: columns are aligned, and written, by Flush.
package tabwriter

import (
	"fmt"
	"io"
	"os"
	"text/tabwriter"
)

func badNever(names []string) {
	tw := tabwriter.NewWriter(os.Stdout, 0, 8, 1, ' ', 0) // want `tw is never flushed`
	for i, name := range names {
		fmt.Fprintf(tw, "%d\t%s\n", i, name)
	}
}

func badEarlyReturn(w io.Writer, names []string) error {
	tw := tabwriter.NewWriter(w, 0, 8, 1, ' ', 0) // want `tw is not flushed if the function returns at line L(none)`
	fmt.Fprintln(tw, "id\tname")
	if len(names) == 0 {
		return nil // L(none)
	}
	for i, name := range names {
		fmt.Fprintf(tw, "%d\t%s\n", i, name)
	}
	return tw.Flush()
}

func badErrorBranch(w io.Writer, row func() (string, error)) string {
	tw := new(tabwriter.Writer)
	tw.Init(w, 0, 8, 1, ' ', 0) // want `tw is not flushed if the function returns at line L(row)`
	s, err := row()
	if err != nil {
		return err.Error() // L(row)
	}
	fmt.Fprintln(tw, s)
	tw.Flush()
	return ""
}

func okErrorBranch(w io.Writer, row func() (string, error)) error {
	tw := tabwriter.NewWriter(w, 0, 8, 1, ' ', 0)
	s, err := row()
	if err != nil {
		return err
	}
	fmt.Fprintln(tw, s)
	return tw.Flush()
}

func okDefer(w io.Writer, names []string) {
	tw := tabwriter.NewWriter(w, 0, 8, 1, ' ', 0)
	defer tw.Flush()
	for i, name := range names {
		fmt.Fprintf(tw, "%d\t%s\n", i, name)
	}
}

func okHandOff(w io.Writer) *tabwriter.Writer {
	return tabwriter.NewWriter(w, 0, 8, 1, ' ', 0)
}

type report struct{ tw *tabwriter.Writer }

func (r *report) okStored(w io.Writer) {
	r.tw = tabwriter.NewWriter(w, 0, 8, 1, ' ', 0)
}
