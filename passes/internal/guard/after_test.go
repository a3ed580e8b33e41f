package guard

import (
	"archive/zip"
	"compress/gzip"
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"go/types"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// made makes guards of the kinds of which the table says more than how to release them. The tests below release them, and
// see whether what it says is true.
func made(t *testing.T) map[string]any {
	t.Helper()
	must := func(v any, err error) any {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	name := filepath.Join(t.TempDir(), "file")
	listener := must(net.Listen("tcp", "127.0.0.1:0")).(net.Listener)
	t.Cleanup(func() { listener.Close() })
	reader, writer := io.Pipe()
	left, _ := net.Pipe()
	cmd := exec.Command("true")
	must(nil, cmd.Start())
	child := exec.Command("true")
	must(nil, child.Start())
	db := must(sql.Open("toy", "")).(*sql.DB)
	t.Cleanup(func() { db.Close() })
	return map[string]any{
		"file":       must(os.Create(name)),
		"root":       must(os.OpenRoot(filepath.Dir(name))),
		"conn":       must(net.Dial("tcp", listener.Addr().String())),
		"memconn":    left,
		"listener":   must(net.Listen("tcp", "127.0.0.1:0")),
		"packetconn": must(net.ListenPacket("udp", "127.0.0.1:0")),
		"command":    cmd,
		"process":    child.Process,
		"pipereader": reader,
		"pipewriter": writer,
		"compressor": gzip.NewWriter(io.Discard),
		"archiver":   zip.NewWriter(io.Discard),
		"rows":       must(db.Query("")),
		"stmt":       must(db.Prepare("")),
		"tx":         must(db.Begin()),
		"sqlconn":    must(db.Conn(context.Background())),
		"db":         must(sql.Open("toy", "")),
	}
}

// releaseOf returns the first release of a kind that is a method.
func releaseOf(t *testing.T, k *Kind, v any) func() error {
	t.Helper()
	for _, r := range k.Release {
		if m := reflect.ValueOf(v).MethodByName(r.Method); r.Method != "" && m.IsValid() {
			return func() error { return lastError(m.Call(nil)) }
		}
	}
	t.Fatalf("nothing releases a %T", v)
	return nil
}

func lastError(results []reflect.Value) error {
	if len(results) == 0 {
		return nil
	}
	err, _ := results[len(results)-1].Interface().(error)
	return err
}

// TestTwice releases guards of the standard library twice. Where the row says that the second release fails, it returns an
// error, and where it says nothing else of a guard that is here, it does not.
func TestTwice(t *testing.T) {
	guards := made(t)
	for _, k := range StandardKinds() {
		v := guards[k.Name]
		if v == nil {
			if k.Twice == Fails {
				t.Errorf("no test releases a guard of kind %s twice", k.Name)
			}
			continue
		}
		release := releaseOf(t, &k, v)
		if err := release(); err != nil {
			t.Errorf("%s: the first release: %v", k.Name, err)
		}
		err := release()
		if k.Name == "archiver" { // zip does, tar does not
			continue
		}
		if failed := err != nil; failed != (k.Twice == Fails) {
			t.Errorf("%s: the second release returns %v, and Twice is %d", k.Name, err, k.Twice)
		}
	}
}

// TestHarmful holds the rows whose second release does harm to the reasons that they give.
func TestHarmful(t *testing.T) {
	var names []string
	for _, k := range append(BuiltinKinds(), *Channel()) {
		if k.Twice.Harmful() {
			names = append(names, k.Name)
		}
	}
	if want := []string{"mutex", "rlock", "fd", "pebble", "pebbleiter", "pebblesnapshot", "semaphore", "channel"}; !slices.Equal(names, want) {
		t.Errorf("a second release of %v does harm, want %v", names, want)
	}
	defer func() {
		if recover() == nil {
			t.Error("a channel can be closed twice")
		}
	}()
	c := make(chan int)
	close(c)
	close(c)
}

// TestUses calls the methods that the rows list on guards that have been released: they fail.
func TestUses(t *testing.T) {
	guards := made(t)
	for _, k := range StandardKinds() {
		v := guards[k.Name]
		if v == nil || len(k.Uses) == 0 || k.Name == "archiver" { // what is written to an archive is lost without a word
			continue
		}
		releaseOf(t, &k, v)()
		for _, name := range k.Uses {
			m := reflect.ValueOf(v).MethodByName(name)
			if !m.IsValid() {
				continue // of another guard of the kind
			}
			results := m.Call(arguments(m.Type()))
			if row, ok := results[0].Interface().(*sql.Row); ok {
				results = []reflect.Value{reflect.ValueOf(row.Err())}
			}
			last := results[len(results)-1].Interface()
			if err, _ := last.(error); err == nil && last != false && !isStmt(last) {
				t.Errorf("%s: %s of a released %T returns %v", k.Name, name, v, last)
			}
		}
	}
}

// isStmt reports whether a result is a statement of a transaction, which fails when it is used.
func isStmt(v any) bool { _, ok := v.(*sql.Stmt); return ok }

// arguments makes an argument for each parameter.
func arguments(m reflect.Type) []reflect.Value {
	var args []reflect.Value
	for i := range m.NumIn() {
		if m.IsVariadic() && i == m.NumIn()-1 {
			break
		}
		var v any
		switch reflect.Zero(m.In(i)).Interface().(type) {
		case []byte:
			v = []byte("x")
		case string:
			v = "x"
		default:
			v = argument(m.In(i))
		}
		if v == nil {
			args = append(args, reflect.Zero(m.In(i)))
		} else {
			args = append(args, reflect.ValueOf(v))
		}
	}
	return args
}

// argument makes a value of an interface type, or returns nil for the zero value.
func argument(t reflect.Type) any {
	switch t {
	case reflect.TypeFor[context.Context]():
		return context.Background()
	case reflect.TypeFor[io.Reader]():
		return strings.NewReader("x")
	case reflect.TypeFor[io.Writer]():
		return io.Discard
	case reflect.TypeFor[net.Addr]():
		return &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 9}
	case reflect.TypeFor[func(any) error]():
		return func(any) error { return nil }
	case reflect.TypeFor[*sql.Stmt]():
		return new(sql.Stmt)
	}
	return nil
}

// TestUsedBy compares the functions that use an argument with their declarations: the parameter has the method, or is a
// number and the function is named like it.
func TestUsedBy(t *testing.T) {
	pkgs := loadTypes(t, "", "GOOS=linux", []string{"io", "io/ioutil", "fmt", "encoding/binary", "syscall", "context", "net/http", "database/sql"})
	find := func(full string) *types.Func {
		pkg := pkgs[PackageOf(full)]
		if pkg == nil {
			return nil // x/sys/unix, the names of which are those of syscall
		}
		fn, err := Find(full, pkg)
		if err != nil {
			t.Error(err)
		}
		return fn
	}
	for full, uses := range usedBy {
		fn := find(full)
		for _, u := range uses {
			if fn == nil {
				continue
			}
			param := fn.Signature().Params().At(u.arg).Type()
			if !hasMethod(param, u.method) && !(isInteger(param) && fn.Name() == u.method) {
				t.Errorf("%s: its argument %d has no method %s", full, u.arg, u.method)
			}
		}
	}
	for full, arg := range boundBy {
		if fn := find(full); fn != nil && fn.Signature().Results().Len() == 0 || fn != nil && arg >= fn.Signature().Params().Len() {
			t.Errorf("%s has no argument %d, or no result", full, arg)
		}
	}
}

// toyDriver is a database in which every query has one empty row.
type toyDriver struct{}

func init() { sql.Register("toy", toyDriver{}) }

var errToy = errors.New("toy")

func (toyDriver) Open(string) (driver.Conn, error) { return toyDriver{}, nil }

func (toyDriver) Prepare(string) (driver.Stmt, error)        { return toyDriver{}, nil }
func (toyDriver) Close() error                               { return nil }
func (toyDriver) Begin() (driver.Tx, error)                  { return toyDriver{}, nil }
func (toyDriver) Commit() error                              { return nil }
func (toyDriver) Rollback() error                            { return nil }
func (toyDriver) NumInput() int                              { return 0 }
func (toyDriver) Exec([]driver.Value) (driver.Result, error) { return nil, errToy }
func (toyDriver) Query([]driver.Value) (driver.Rows, error)  { return toyDriver{}, nil }
func (toyDriver) Columns() []string                          { return []string{"n"} }
func (toyDriver) Next(row []driver.Value) error              { row[0] = time.Time{}; return nil }
