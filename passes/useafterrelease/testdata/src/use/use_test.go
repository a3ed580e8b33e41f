package use

import (
	"os"
	"testing"
)

// A test uses a closed file to see it fail.

func okTest(t *testing.T) {
	f, err := os.Open(t.Name())
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
	if _, err := f.Read(make([]byte, 8)); err == nil {
		t.Error("it is still open")
	}
}

func badReturnedByHelper(t *testing.T) *os.File {
	f, err := os.Open(t.Name())
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	return f // want `f is returned after it is closed by the deferred call`
}
