package writer

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"net"
	"os/exec"
)

// What a store hands out to be written to and closed is there only when it is closed.

type store interface {
	Create(name string) (io.WriteCloser, error)
	Dial(name string) (net.Conn, error)
	Open(name string) (io.ReadWriteCloser, error)
}

func badObject(s store, v any) error {
	w, err := s.Create("object")
	if err != nil {
		return err
	}
	defer w.Close() // want `error of w.Close is dropped by defer after the write`
	return json.NewEncoder(w).Encode(v)
}

func okObject(s store, v any) error {
	w, err := s.Create("object")
	if err != nil {
		return err
	}
	if err := json.NewEncoder(w).Encode(v); err != nil {
		w.Close()
		return err
	}
	return w.Close()
}

// Connections answer.

func okDialled(s store, p []byte) error {
	conn, err := s.Dial("peer")
	if err != nil {
		return err
	}
	defer conn.Close()
	_, err = conn.Write(p)
	return err
}

func okDuplex(s store, p []byte) error {
	rw, err := s.Open("peer")
	if err != nil {
		return err
	}
	defer rw.Close()
	_, err = rw.Write(p)
	return err
}

// The program that reads it tells by its exit code.
func okStdin(cmd *exec.Cmd, p []byte) error {
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	bw := bufio.NewWriter(stdin)
	if _, err := bw.Write(p); err != nil {
		return err
	}
	bw.Flush()
	stdin.Close()
	return cmd.Wait()
}

type reply struct{ body bytes.Buffer }

// A field can be in memory, too.
func (r *reply) okField(p []byte) error {
	zw := gzip.NewWriter(&r.body)
	defer zw.Close()
	_, err := zw.Write(p)
	return err
}

// What is written to an ingest counts once it is committed. To close it is to give up what was not.

type ingest interface {
	io.WriteCloser
	Commit(size int64) error
}

type ingester interface {
	Writer(ref string) (ingest, error)
}

func okCommitted(s ingester, r io.Reader) error {
	w, err := s.Writer("layer")
	if err != nil {
		return err
	}
	defer w.Close()
	n, err := io.Copy(w, r)
	if err != nil {
		return err
	}
	return w.Commit(n)
}

func okGivenUp(s ingester, r io.Reader, have int64) error {
	w, err := s.Writer("layer")
	if err != nil {
		return err
	}
	defer w.Close()
	n, err := io.Copy(w, r)
	if err != nil {
		return err
	}
	if n == have {
		return nil
	}
	return w.Commit(n)
}
