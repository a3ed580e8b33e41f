package main

import (
	"bytes"
	"encoding/binary"
	"os"
	"testing"

	"github.com/guardlint/guardlint/passes/internal/summary"
)

// The summaries that package ownership embeds are what the analysis computes today.
func TestFresh(t *testing.T) {
	if testing.Short() {
		t.Skip("analyses the standard library from source, which takes minutes")
	}
	fresh, err := compute("", "std")
	if err != nil {
		t.Fatal(err)
	}
	embedded, err := os.ReadFile("../std.bin")
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(fresh, embedded) {
		return
	}
	want, got := tables(t, fresh), tables(t, embedded)
	shown := 0
	for path, table := range want {
		for name, sum := range table {
			if old := got[path][name]; old.String() != sum.String() && shown < 20 {
				t.Errorf("%s.%s\n\tis computed as  %s\n\tbut embedded as %s", path, name, sum, old)
				shown++
			}
		}
	}
	t.Error("std.bin is not what is computed with this engine and this version of Go: run go generate ./passes/ownership")
}

// tables decodes what compute returns.
func tables(t *testing.T, data []byte) map[string]summary.Table {
	t.Helper()
	next := func() []byte {
		n, size := binary.Uvarint(data)
		item := data[size : size+int(n)]
		data = data[size+int(n):]
		return item
	}
	all := make(map[string]summary.Table)
	for len(data) > 0 {
		path := string(next())
		table, err := summary.Decode(next())
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		all[path] = table
	}
	return all
}
