package earlydefer

import (
	"archive/zip"
	"compress/gzip"
	"crypto/tls"
	"database/sql"
	"debug/elf"
	"debug/macho"
	"debug/pe"
	"mime/multipart"
	"net/rpc"
	"net/smtp"
	"net/textproto"
	"os"
	"testing"
)

// TestNeedsReceiver calls the methods of the table on nil.
func TestNeedsReceiver(t *testing.T) {
	calls := map[string]func(){
		"(*archive/zip.ReadCloser).Close":  func() { (*zip.ReadCloser)(nil).Close() },
		"(*compress/gzip.Reader).Close":    func() { (*gzip.Reader)(nil).Close() },
		"(*crypto/tls.Conn).Close":         func() { (*tls.Conn)(nil).Close() },
		"(*database/sql.Conn).Close":       func() { (*sql.Conn)(nil).Close() },
		"(*database/sql.DB).Close":         func() { (*sql.DB)(nil).Close() },
		"(*database/sql.Rows).Close":       func() { (*sql.Rows)(nil).Close() },
		"(*database/sql.Stmt).Close":       func() { (*sql.Stmt)(nil).Close() },
		"(*database/sql.Tx).Commit":        func() { (*sql.Tx)(nil).Commit() },
		"(*database/sql.Tx).Rollback":      func() { (*sql.Tx)(nil).Rollback() },
		"(*debug/elf.File).Close":          func() { (*elf.File)(nil).Close() },
		"(*debug/macho.File).Close":        func() { (*macho.File)(nil).Close() },
		"(*debug/pe.File).Close":           func() { (*pe.File)(nil).Close() },
		"(*mime/multipart.Form).RemoveAll": func() { (*multipart.Form)(nil).RemoveAll() },
		"(*net/rpc.Client).Close":          func() { (*rpc.Client)(nil).Close() },
		"(*net/smtp.Client).Close":         func() { (*smtp.Client)(nil).Close() },
		"(*net/smtp.Client).Quit":          func() { (*smtp.Client)(nil).Quit() },
		"(*net/textproto.Conn).Close":      func() { (*textproto.Conn)(nil).Close() },
		"(*os.File).Name":                  func() { (*os.File)(nil).Name() },
		"(*os.Process).Release":            func() { (*os.Process)(nil).Release() },
		"(*os.Process).Wait":               func() { (*os.Process)(nil).Wait() },
		"(*os.Root).Close":                 func() { (*os.Root)(nil).Close() },
	}
	for name := range needsReceiver {
		call := calls[name]
		if call == nil {
			t.Errorf("no test calls %s", name)
		} else if !panics(call) {
			t.Errorf("%s on nil does not panic", name)
		}
	}
	if panics(func() { (*os.File)(nil).Close() }) {
		t.Error("(*os.File).Close on nil panics: it belongs to the table")
	}
}

func panics(f func()) (yes bool) {
	defer func() { yes = recover() != nil }()
	f()
	return false
}
