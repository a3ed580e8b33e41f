// Package closer is the other package of the fixture idioms.
package closer

import (
	"io"
	"log"
)

// Close closes c and logs what goes wrong.
func Close(c io.Closer) {
	if err := c.Close(); err != nil {
		log.Print(err)
	}
}

// Drain reads what is left and does not close.
func Drain(r io.ReadCloser) {
	io.Copy(io.Discard, r)
}
