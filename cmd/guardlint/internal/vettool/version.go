package vettool

import (
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"os"

	"github.com/guardlint/guardlint/analyzer"
	"github.com/guardlint/guardlint/analyzer/configfile"
)

// printVersion answers "-V=full". The go command wants a line of the form
//
//	NAME version devel ... buildID=HASH
//
// and splits it at spaces, so NAME is not the path of the executable, which may contain some. The go command
// asks in the folder where the user started it, before anything else: this is where a configuration that cannot
// be read ends the run.
func printVersion(w io.Writer) error {
	executable, err := os.Executable()
	if err != nil {
		return fmt.Errorf("cannot find the guardlint executable: %w", err)
	}
	file, err := configfile.Read(configfile.Find("."))
	if err != nil {
		return err
	}
	id, err := buildID(executable, file.Config)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "guardlint version devel buildID=%x\n", id)
	return err
}

// buildID identifies what the analysis does: it hashes the executable and what the configuration says. Nothing
// else belongs here. Each new ID analyses everything afresh, so what only selects or renders findings must
// stay out, as do the comments in a configuration.
func buildID(executable string, config analyzer.Config) ([]byte, error) {
	h := sha256.New()
	if err := addFile(h, executable); err != nil {
		return nil, err
	}
	fmt.Fprintf(h, "\x00config %s", config.Hash()) // a hash never fails to write
	return h.Sum(nil), nil
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
