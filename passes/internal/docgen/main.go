// Docgen writes the documents that are cut from the source: a page below docs/ for every check, and the parts of
// README.md between the marks <!-- BEGIN NAME --> and <!-- END NAME -->.
//
//	go run ./passes/internal/docgen
//
// It is run in the root of the module. A test fails when the documents are stale.
package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

func main() {
	if err := write("."); err != nil {
		fmt.Fprintln(os.Stderr, "docgen:", err)
		os.Exit(1)
	}
}

// write brings the documents below root up to date.
func write(root string) error {
	docs, err := generate(root)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(root, "docs"), 0o755); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(docs)) {
		if err := os.WriteFile(filepath.Join(root, name), docs[name], 0o644); err != nil {
			return err
		}
	}
	orphans, err := orphans(root, docs)
	if err != nil {
		return err
	}
	for _, name := range orphans {
		if err := os.Remove(filepath.Join(root, name)); err != nil {
			return err
		}
	}
	return nil
}
