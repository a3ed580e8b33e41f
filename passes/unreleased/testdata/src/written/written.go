// Package written has fixtures for variables that callees write to: what they hold afterwards decides where a guard is released.
package written

import (
	"encoding/json"
	"fmt"
	"os"
)

type row interface{ Scan(dest ...any) error }

type options struct {
	name string
	size *int
}

func badScanned(name string, r row) error {
	f, err := os.Open(name) // want `f is not closed if the function returns at line L(mode)`
	if err != nil {
		return err
	}
	var mode string
	if err := r.Scan(&mode); err != nil {
		f.Close()
		return err
	} else if mode != "wal" {
		f.Close()
		return fmt.Errorf("mode %q", mode)
	}
	return nil // L(mode)
}

func okScanned(name string, r row) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	var mode string
	if err := r.Scan(&mode); err != nil || mode != "wal" {
		f.Close()
		return err
	}
	return f.Close()
}

func badScannedField(name string, r row) {
	f, err := os.Open(name) // want `f is not closed if the function returns at line L(field)`
	if err != nil {
		return
	}
	var o options
	r.Scan(&o.name)
	if o.name == "" {
		f.Close()
	}
} // L(field)

func badSeveral(name, format string) {
	f, err := os.Open(name) // want `f is not closed if the function returns at line L(several)`
	if err != nil {
		return
	}
	n, m := 0, 0
	dest := []any{&n, &m}
	fmt.Sscanf(format, "%d %d", dest...)
	if n == m {
		f.Close()
	}
} // L(several)

func badInStruct(name string, measure func(*options)) {
	f, err := os.Open(name) // want `f is not closed if the function returns at line L(struct)`
	if err != nil {
		return
	}
	n := 0
	measure(&options{size: &n})
	if n == 0 {
		f.Close()
	}
} // L(struct)

func badDecoded(name string, data []byte) {
	f, err := os.Open(name) // want `f is not closed if the function returns at line L(decoded)`
	if err != nil {
		return
	}
	var o struct{ Keep bool }
	if json.Unmarshal(data, &o); !o.Keep {
		f.Close()
	}
} // L(decoded)

// What nobody else has the address of stays what it was.
func okUntouched(name string, r row) {
	f, err := os.Open(name)
	if err != nil {
		return
	}
	var mode, other string
	r.Scan(&other)
	if mode == "" {
		f.Close()
	}
}
