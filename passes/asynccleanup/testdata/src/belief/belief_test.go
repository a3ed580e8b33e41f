package belief

import (
	"os"
	"testing"
)

func TestStore(t *testing.T) {
	var s store
	defer s.Close()
	s.Path()
	s.Close()
}

// Nor does a test want the error, but of what may stay behind.

func okTest(s store) {
	go s.Close()
}

func badTest(dir string) {
	go os.RemoveAll(dir) // want `os.RemoveAll runs in a goroutine, so its error is lost`
}
