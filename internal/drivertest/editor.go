package drivertest

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/sourcegraph/jsonrpc2"
)

// patience bounds every wait for the server. The first analysis in an empty cache reads the standard library.
const patience = 5 * time.Minute

// An Editor is the client's side of a session with a language server: what an editor knows of it and sends to it.
type Editor struct {
	tb        testing.TB
	workspace Workspace
	conn      *jsonrpc2.Conn

	mu          sync.Mutex
	settings    map[string]any
	diagnostics map[string][]Diagnostic // by URI, as last published
	published   chan struct{}           // closed and replaced whenever the server publishes
}

// StartEditor starts the program server in w and opens a session with it, which ends with the test.
func StartEditor(tb testing.TB, server string, w Workspace) *Editor {
	tb.Helper()
	cmd := exec.Command(server)
	cmd.Dir = w.Dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	cmd.Stderr = os.Stderr
	toServer, err := cmd.StdinPipe()
	if err != nil {
		tb.Fatal(err)
	}
	fromServer, err := cmd.StdoutPipe()
	if err != nil {
		tb.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		tb.Fatal(err)
	}

	e := &Editor{
		tb:          tb,
		workspace:   w,
		settings:    make(map[string]any),
		diagnostics: make(map[string][]Diagnostic),
		published:   make(chan struct{}),
	}
	stream := jsonrpc2.NewBufferedStream(pipes{fromServer, toServer}, jsonrpc2.VSCodeObjectCodec{})
	// Messages are handled one by one, so that of two publications the later one counts.
	e.conn = jsonrpc2.NewConn(context.Background(), stream, jsonrpc2.HandlerWithError(e.handle))
	tb.Cleanup(func() {
		e.call("shutdown", nil, nil)
		e.notify("exit", nil)
		if err := cmd.Wait(); err != nil {
			tb.Errorf("server: %v", err)
		}
		_ = e.conn.Close() // the server has closed it already
	})
	e.initialize()
	return e
}

// initialize tells the server what the editor can do: all that it takes to see everything of a diagnostic.
func (e *Editor) initialize() {
	type object = map[string]any
	e.call("initialize", object{
		"processId": os.Getpid(),
		"rootUri":   e.URI(""),
		"capabilities": object{
			"workspace": object{"configuration": true, "workspaceEdit": object{"documentChanges": true}},
			"textDocument": object{
				"publishDiagnostics": object{"relatedInformation": true, "codeDescriptionSupport": true, "dataSupport": true},
				"codeAction": object{
					"codeActionLiteralSupport": object{"codeActionKind": object{"valueSet": []string{"quickfix"}}},
				},
			},
		},
	}, nil)
	e.notify("initialized", object{})
}

// pipes is the two ends of a conversation over standard input and output.
type pipes struct {
	io.ReadCloser
	in io.WriteCloser
}

func (p pipes) Write(b []byte) (int, error) { return p.in.Write(b) }
func (p pipes) Close() error                { return p.in.Close() }

// handle answers the server.
func (e *Editor) handle(_ context.Context, _ *jsonrpc2.Conn, req *jsonrpc2.Request) (any, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	switch req.Method {
	case "textDocument/publishDiagnostics":
		var params struct {
			URI         string       `json:"uri"`
			Diagnostics []Diagnostic `json:"diagnostics"`
		}
		if err := json.Unmarshal(*req.Params, &params); err != nil {
			return nil, err
		}
		e.diagnostics[params.URI] = params.Diagnostics
		close(e.published)
		e.published = make(chan struct{})
	case "workspace/configuration":
		return []any{e.settings}, nil // one section is asked for: gopls
	}
	return nil, nil // all else is progress, logging and registrations
}

func (e *Editor) call(method string, params, result any) {
	e.tb.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := e.conn.Call(ctx, method, params, result); err != nil {
		e.tb.Errorf("%s: %v", method, err)
	}
}

func (e *Editor) notify(method string, params any) {
	e.tb.Helper()
	if err := e.conn.Notify(context.Background(), method, params); err != nil {
		e.tb.Errorf("%s: %v", method, err)
	}
}

// URI returns the URI of a file of the workspace.
func (e *Editor) URI(name string) string {
	return "file://" + filepath.ToSlash(filepath.Join(e.workspace.Dir, name))
}

// Open shows a file and returns its text.
func (e *Editor) Open(name string) string {
	e.tb.Helper()
	text := e.workspace.Read(name)
	e.notify("textDocument/didOpen", map[string]any{
		"textDocument": map[string]any{"uri": e.URI(name), "languageId": "go", "version": 1, "text": text},
	})
	return text
}

// Edit replaces the text of an open file without saving it.
func (e *Editor) Edit(name string, version int, text string) {
	e.tb.Helper()
	e.notify("textDocument/didChange", map[string]any{
		"textDocument":   map[string]any{"uri": e.URI(name), "version": version},
		"contentChanges": []map[string]any{{"text": text}},
	})
}

// Configure changes the user's settings and tells the server that they changed.
func (e *Editor) Configure(settings map[string]any) {
	e.tb.Helper()
	e.mu.Lock()
	e.settings = settings
	e.mu.Unlock()
	e.notify("workspace/didChangeConfiguration", map[string]any{"settings": map[string]any{}})
}

// Await waits until the published findings of a check in a file are as many as wanted, and returns them.
// The test ends if that does not happen.
func (e *Editor) Await(tb testing.TB, name, check string, want int) []Diagnostic {
	tb.Helper()
	deadline := time.After(patience)
	for {
		e.mu.Lock()
		all, known := e.diagnostics[e.URI(name)]
		published := e.published
		e.mu.Unlock()

		found := slices.DeleteFunc(slices.Clone(all), func(d Diagnostic) bool { return d.Source != check })
		if known && len(found) == want {
			return found
		}
		select {
		case <-published:
		case <-deadline:
			tb.Fatalf("%s: %d findings of %s after %v, want %d; published were %+v", name, len(found), check, patience, want, all)
		}
	}
}

// Diagnose asks for everything that the server has to say about a file.
func (e *Editor) Diagnose(name string) []Diagnostic {
	e.tb.Helper()
	var report struct{ Items []Diagnostic }
	e.call("textDocument/diagnostic", map[string]any{"textDocument": map[string]any{"uri": e.URI(name)}}, &report)
	return report.Items
}

// QuickFixes asks for the quick fixes of a finding.
func (e *Editor) QuickFixes(name string, d Diagnostic) []CodeAction {
	e.tb.Helper()
	var actions []CodeAction
	e.call("textDocument/codeAction", map[string]any{
		"textDocument": map[string]any{"uri": e.URI(name)},
		"range":        d.Range,
		"context":      map[string]any{"diagnostics": []Diagnostic{d}, "only": []string{"quickfix"}},
	}, &actions)
	return actions
}
