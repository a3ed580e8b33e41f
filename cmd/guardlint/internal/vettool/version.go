package vettool

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// ConfigName is the name of the configuration file. Its content is a part of the tool's identity.
const ConfigName = ".guardlint.yaml"

// printVersion answers "-V=full". The go command wants a line of the form
//
//	NAME version devel ... buildID=HASH
//
// and splits it at spaces, so NAME is not the path of the executable, which may contain some.
func printVersion(w io.Writer) error {
	executable, err := os.Executable()
	if err != nil {
		return fmt.Errorf("cannot find the guardlint executable: %w", err)
	}
	dir, err := os.Getwd()
	if err != nil {
		return fmt.Errorf("cannot find the current folder: %w", err)
	}
	id, err := buildID(executable, dir)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "guardlint version devel buildID=%x\n", id)
	return err
}

// buildID identifies what the analysis does: it hashes the executable and, if there is one, the
// configuration file that governs dir. Nothing else belongs here. Each new ID analyses the standard
// library afresh, so what only selects or renders findings must stay out.
func buildID(executable, dir string) ([]byte, error) {
	h := sha256.New()
	if err := addFile(h, executable); err != nil {
		return nil, err
	}
	if config, ok := findConfig(dir); ok {
		io.WriteString(h, "config\x00") // a hash never fails to write
		if err := addFile(h, config); err != nil {
			return nil, err
		}
	}
	return h.Sum(nil), nil
}

// findConfig looks for the configuration file in dir and the folders above it. The go command asks
// for the tool's identity in the folder where the user started it.
func findConfig(dir string) (path string, ok bool) {
	for {
		path := filepath.Join(dir, ConfigName)
		if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
			return path, true // a file that cannot be read is reported when it is opened
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", false
		}
		dir = parent
	}
}

func addFile(h hash.Hash, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close() // opened for reading: nothing can be lost
	if _, err := io.Copy(h, f); err != nil {
		return fmt.Errorf("cannot read %s: %w", path, err)
	}
	return nil
}
