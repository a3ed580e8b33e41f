// Package disk syncs files for others.
package disk

import "os"

func Flush(f *os.File) error { return f.Sync() }
