package ownership

import (
	_ "embed"
	"encoding/binary"
	"sync"

	"github.com/guardlint/guardlint/passes/internal/summary"
)

// The summaries of the standard library, computed by stdgen: for each package its path and its table, each with its
// length in front. They are of the Go version with which this was generated, and serve for all: what os.Open does
// with its result does not change.
//
//go:generate go run ./stdgen -o std.bin
//go:embed std.bin
var stdData string

// stdIndex finds the tables in stdData without decoding them.
var stdIndex = sync.OnceValue(func() map[string]string {
	index := make(map[string]string)
	data := []byte(stdData)
	next := func() string {
		n, size := binary.Uvarint(data)
		s := string(data[size : size+int(n)])
		data = data[size+int(n):]
		return s
	}
	for len(data) > 0 {
		path := next()
		index[path] = next()
	}
	return index
})

// inStd reports whether a package belongs to the standard library: modules need no dot in their paths, so that a path alone
// does not tell.
func inStd(path string) bool {
	_, ok := stdIndex()[path]
	return ok
}

// stdTable returns the summaries of a package of the standard library, or nil if path is none.
func stdTable(path string) summary.Table {
	data, ok := stdIndex()[path]
	if !ok {
		return nil
	}
	t, err := summary.Decode([]byte(data))
	if err != nil {
		panic("ownership: std.bin: " + err.Error()) // a test decodes all of it
	}
	return t
}
