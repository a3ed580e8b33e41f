package file

import (
	"os"
	"path/filepath"
	"testing"
)

func TestOkRead(t *testing.T) {
	name := filepath.Join(t.TempDir(), "f")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("x"); err != nil {
		t.Fatal(err)
	}
	f.Close()
	if _, err := okRead(name); err != nil {
		t.Fatal(err)
	}
}
