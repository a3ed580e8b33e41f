// Package encoder has the fixtures of the kind encoder: encoders write whole blocks, and the rest with Close.
package encoder

import (
	"encoding/ascii85"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"io"
	"mime/quotedprintable"
	"strings"
)

func badNever(data []byte) string {
	var b strings.Builder
	enc := base64.NewEncoder(base64.StdEncoding, &b) // want `enc is never closed`
	enc.Write(data)
	return b.String()
}

func badEarlyReturn(w io.Writer, data []byte) error {
	enc := base32.NewEncoder(base32.StdEncoding, w) // want `enc is not closed if the function returns at line L(short)`
	n, err := enc.Write(data)
	if err != nil {
		return err
	}
	if n < 8 {
		return nil // L(short)
	}
	return enc.Close()
}

func badErrorBranch(w io.Writer, data []byte) bool {
	enc := ascii85.NewEncoder(w) // want `enc is not closed if the function returns at line L(write)`
	if _, err := enc.Write(data); err != nil {
		return false // L(write)
	}
	return enc.Close() == nil
}

func badQuotedPrintable(w io.Writer, text string) error {
	qp := quotedprintable.NewWriter(w) // want `qp is never closed`
	_, err := io.WriteString(qp, text)
	return err
}

func okErrorBranch(w io.Writer, r io.Reader) error {
	enc := base64.NewEncoder(base64.StdEncoding, w)
	if _, err := io.Copy(enc, r); err != nil {
		return err
	}
	return enc.Close()
}

func okDefer(w io.Writer, data []byte) error {
	dump := hex.Dumper(w)
	defer dump.Close()
	_, err := dump.Write(data)
	return err
}

func okHandOff(w io.Writer) io.WriteCloser {
	return base64.NewEncoder(base64.URLEncoding, w)
}

type attachment struct{ enc io.WriteCloser }

func okOwner(w io.Writer) *attachment {
	return &attachment{base64.NewEncoder(base64.StdEncoding, w)}
}

// The encoder of hexadecimal digits keeps nothing back.

func okHex(w io.Writer, data []byte) error {
	_, err := hex.NewEncoder(w).Write(data)
	return err
}
