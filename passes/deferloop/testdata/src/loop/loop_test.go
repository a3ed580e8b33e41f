package loop

import (
	"os"
	"testing"
)

// A test runs over a few cases, and ends soon.

func TestOkCases(t *testing.T) {
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
	}
}

var files = []string{"a", "b"}
