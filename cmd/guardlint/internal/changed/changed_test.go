package changed

import (
	"path/filepath"
	"testing"

	"github.com/guardlint/guardlint/cmd/guardlint/internal/finding"
)

const diff = `diff --git a/sub/old name.go b/sub/new name.go
similarity index 90%
rename from sub/old name.go
rename to sub/new name.go
--- a/sub/old name.go	
+++ b/sub/new name.go	
@@ -3,0 +4,2 @@ func f() {
+	one()
+	two()
@@ -10 +13 @@ func f() {
-	three()
+	drei()
@@ -20,2 +22,0 @@ func g() {
-	four()
-	five()
diff --git a/gone.go b/gone.go
deleted file mode 100644
--- a/gone.go
+++ /dev/null
@@ -1,2 +0,0 @@
-package p
-
`

func TestTouches(t *testing.T) {
	root := t.TempDir()
	lines, err := parse(root, []byte(diff))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(root, "sub", "new name.go")
	span := func(first, last int) finding.Finding {
		return finding.Finding{Start: finding.Position{File: file, Line: first}, End: finding.Position{File: file, Line: last}}
	}
	for _, test := range []struct {
		first, last int
		want        bool
	}{
		{3, 3, false}, {4, 4, true}, {5, 5, true}, {6, 6, false},
		{1, 4, true}, {5, 9, true}, {6, 12, false},
		{12, 12, false}, {13, 13, true}, {14, 14, false},
		{20, 23, false}, // only removed
	} {
		if got := lines.Touches(span(test.first, test.last)); got != test.want {
			t.Errorf("lines %d to %d: touched %v, want %v", test.first, test.last, got, test.want)
		}
	}
	elsewhere := span(4, 4)
	elsewhere.Start.File = filepath.Join(root, "sub", "old name.go")
	if lines.Touches(elsewhere) {
		t.Error("a file that does not exist any more is touched")
	}
	// A new return makes a finding of an old acquisition.
	f := span(3, 3)
	f.Steps = []finding.Step{{Start: finding.Position{File: file, Line: 13}, End: finding.Position{File: file, Line: 13}}}
	if !lines.Touches(f) {
		t.Error("a step on a changed line does not count")
	}
}

func TestParseNothing(t *testing.T) {
	lines, err := parse(t.TempDir(), nil)
	if err != nil || len(lines.ranges) != 0 {
		t.Errorf("parse of nothing: %v, %v", lines, err)
	}
}
