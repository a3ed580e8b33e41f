package ownership

import (
	"bytes"
	"testing"

	"github.com/guardlint/guardlint/passes/internal/summary"
)

// All of std.bin can be decoded and is in the form that encoding gives it; what everybody relies on is in it.
func TestStdTables(t *testing.T) {
	index := stdIndex()
	for path, data := range index {
		table, err := summary.Decode([]byte(data))
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		if got := table.Encode(); !bytes.Equal(got, []byte(data)) {
			t.Errorf("%s: %d bytes become %d bytes when they are decoded and encoded", path, len(data), len(got))
		}
	}
	if len(index) < 300 {
		t.Errorf("std.bin has only %d packages", len(index))
	}
	if sum := stdTable("bufio")["NewReader"]; sum == nil || len(sum.Params) == 0 || sum.Params[0].OK&summary.Returned == 0 {
		t.Errorf("bufio.NewReader: %v; it returns something that holds its argument", sum)
	}
	if stdTable("example.com/none") != nil {
		t.Error("a package outside the standard library has a table")
	}
}
