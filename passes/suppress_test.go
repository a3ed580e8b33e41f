package passes_test

import (
	"reflect"
	"testing"

	"github.com/guardlint/guardlint/analyzer"
	"github.com/guardlint/guardlint/passes/internal/suppress"
)

// TestChecksHeedIgnores asserts that no check forgets to let itself be silenced. The last one reports on the directives
// that do so.
func TestChecksHeedIgnores(t *testing.T) {
	for _, check := range analyzer.Suite[:len(analyzer.Suite)-1] {
		if check.ResultType != reflect.TypeFor[suppress.Used]() {
			t.Errorf("%s does not heed //guardlint:ignore: its New must return suppress.Heed(a)", check.Name)
		}
	}
}
