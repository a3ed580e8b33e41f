// Package csvwriter has the fixtures of the kind csvwriter: records are buffered until Flush.
package csvwriter

import (
	"encoding/csv"
	"io"
)

func badNever(w io.Writer, records [][]string) error {
	cw := csv.NewWriter(w) // want `cw is never flushed`
	for _, record := range records {
		if err := cw.Write(record); err != nil {
			return err
		}
	}
	return nil
}

// Error tells of errors so far; it does not flush.

func badErrorOnly(w io.Writer, record []string) error {
	cw := csv.NewWriter(w) // want `cw is never flushed`
	cw.Write(record)
	return cw.Error()
}

func badEarlyReturn(w io.Writer, header []string, records [][]string) error {
	cw := csv.NewWriter(w) // want `cw is not flushed if the function returns at line L(none)`
	if err := cw.Write(header); err != nil {
		return err
	}
	if len(records) == 0 {
		return nil // L(none)
	}
	return cw.WriteAll(records)
}

func badErrorBranch(w io.Writer, records [][]string) (n int) {
	cw := csv.NewWriter(w) // want `cw is not flushed if the function returns at line L(write)`
	for _, record := range records {
		if err := cw.Write(record); err != nil {
			return n // L(write)
		}
		n++
	}
	cw.Flush()
	return n
}

func okErrorBranch(w io.Writer, record []string) error {
	cw := csv.NewWriter(w)
	if err := cw.Write(record); err != nil {
		return err
	}
	cw.Flush()
	return cw.Error()
}

func okWriteAll(w io.Writer, records [][]string) error {
	return csv.NewWriter(w).WriteAll(records)
}

func okDefer(w io.Writer, records [][]string) error {
	cw := csv.NewWriter(w)
	defer cw.Flush()
	for _, record := range records {
		if err := cw.Write(record); err != nil {
			return err
		}
	}
	return nil
}

func okHandOff(w io.Writer) *csv.Writer {
	cw := csv.NewWriter(w)
	cw.Comma = ';'
	return cw
}

type table struct{ cw *csv.Writer }

func okOwner(w io.Writer) *table {
	return &table{csv.NewWriter(w)}
}
