package falsereports

import (
	"net/http"
	"net/url"
	"os"
	"testing"
)

// A test that demands an error has a guard only where it has failed already.

func TestOkDemandsError(t *testing.T) {
	f, err := os.Open("missing")
	if err == nil {
		t.Fatal("opened")
	}
	_ = f
}

func TestOkDemandsErrorOfGet(t *testing.T) {
	_, err := http.Get("http://invalid.")
	if err == nil {
		t.Fatal("no error")
	}
}

// A requirer is what assertion libraries ask of a test.
type requirer interface {
	Errorf(format string, args ...any)
	FailNow()
}

func requireError(t requirer, err error) {
	if err == nil {
		t.Errorf("no error")
		t.FailNow()
	}
}

func requireNoError(t requirer, err error, args ...any) {
	if err != nil {
		t.Errorf("unexpected %v", err)
		t.FailNow()
	}
}

func requireTrue(t requirer, value bool) {
	if !value {
		t.FailNow()
	}
}

func TestOkRequiresError(t *testing.T) {
	_, err := os.Open("missing")
	requireError(t, err)
}

func TestOkRequiresNoError(t *testing.T) {
	f, err := os.Open("present")
	requireNoError(t, err)
	_, err = f.Stat()
	requireNoError(t, err, "stat")
	requireTrue(t, f.Name() != "")
	requireNoError(t, f.Close())
}

func TestBadRequiresNoError(t *testing.T) {
	f, err := os.Open("present") // want `f is never closed`
	requireNoError(t, err)
	_, err = f.Stat()
	requireNoError(t, err)
}

func TestOkCleanup(t *testing.T) {
	f, err := os.Open("present")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
}

func TestOkCleanupOfMethodValue(t *testing.T) {
	resp, err := http.Get("http://localhost")
	requireNoError(t, err)
	t.Cleanup(func() { requireNoError(t, resp.Body.Close()) })
}

// check ends the test of its receiver, which is no argument.
type suite struct{ t *testing.T }

func (s suite) check(err error) {
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s suite) okMethodChecks() {
	f, err := os.Open("present")
	s.check(err)
	defer f.Close()
}

// An error that is of some type is an error.

func TestOkDemandsType(t *testing.T) {
	_, err := http.Get("http://invalid.")
	ue, ok := err.(*url.Error)
	if !ok {
		t.Fatalf("got error %T", err)
	}
	if ue.Op != "Get" {
		t.Error(ue.Op)
	}
}

// A body that is a body which everybody can have holds nothing.

func TestOkNoBody(t *testing.T) {
	res, err := http.Get("http://localhost")
	if err != nil {
		t.Fatal(err)
	}
	if res.Body != http.NoBody {
		t.Error("there is a body")
	}
}
