package goplsbuild

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/sourcegraph/jsonrpc2"
)

// patience bounds every wait for the server. The first analysis in an empty cache reads the standard library.
const patience = time.Minute

// An editor is the client's side of a session with a language server: what an editor knows of it and sends to it.
type editor struct {
	t    *testing.T
	conn *jsonrpc2.Conn
	dir  string

	mu          sync.Mutex
	settings    map[string]any
	diagnostics map[string][]diagnostic // by URI, as last published
	published   chan struct{}           // closed and replaced whenever the server publishes
}

// These types are the parts of the protocol that the test looks at.
type (
	position struct {
		Line      int `json:"line"`
		Character int `json:"character"`
	}
	span struct {
		Start position `json:"start"`
		End   position `json:"end"`
	}
	diagnostic struct {
		Range           span   `json:"range"`
		Severity        int    `json:"severity"`
		Code            string `json:"code,omitempty"`
		CodeDescription struct {
			Href string `json:"href"`
		} `json:"codeDescription,omitzero"`
		Source             string `json:"source"`
		Message            string `json:"message"`
		RelatedInformation []struct {
			Location struct {
				URI   string `json:"uri"`
				Range span   `json:"range"`
			} `json:"location"`
			Message string `json:"message"`
		} `json:"relatedInformation,omitempty"`
		Data json.RawMessage `json:"data,omitempty"`
	}
	textEdit struct {
		Range   span   `json:"range"`
		NewText string `json:"newText"`
	}
	codeAction struct {
		Title string `json:"title"`
		Kind  string `json:"kind"`
		Edit  struct {
			DocumentChanges []struct {
				TextDocument struct {
					URI string `json:"uri"`
				} `json:"textDocument"`
				Edits []textEdit `json:"edits"`
			} `json:"documentChanges"`
		} `json:"edit"`
	}
)

// startEditor starts server in dir and opens a session with it.
func startEditor(t *testing.T, server, dir string) *editor {
	t.Helper()
	cmd := exec.Command(server)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	cmd.Stderr = os.Stderr
	toServer, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	fromServer, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}

	e := &editor{t: t, dir: dir, settings: map[string]any{}, diagnostics: map[string][]diagnostic{}, published: make(chan struct{})}
	stream := jsonrpc2.NewBufferedStream(pipes{fromServer, toServer}, jsonrpc2.VSCodeObjectCodec{})
	// Handled one by one, so that of two publications the later one counts.
	e.conn = jsonrpc2.NewConn(context.Background(), stream, jsonrpc2.HandlerWithError(e.handle))
	t.Cleanup(func() {
		e.call("shutdown", nil, nil)
		e.notify("exit", nil)
		if err := cmd.Wait(); err != nil {
			t.Errorf("server: %v", err)
		}
		e.conn.Close()
	})

	e.call("initialize", map[string]any{
		"processId": os.Getpid(),
		"rootUri":   e.uri(""),
		"capabilities": map[string]any{
			"workspace": map[string]any{"configuration": true, "workspaceEdit": map[string]any{"documentChanges": true}},
			"textDocument": map[string]any{
				"publishDiagnostics": map[string]any{"relatedInformation": true, "codeDescriptionSupport": true, "dataSupport": true},
				"codeAction": map[string]any{
					"codeActionLiteralSupport": map[string]any{"codeActionKind": map[string]any{"valueSet": []string{"quickfix"}}},
				},
			},
		},
	}, nil)
	e.notify("initialized", map[string]any{})
	return e
}

// pipes is the two ends of a conversation over standard input and output.
type pipes struct {
	io.ReadCloser
	in io.WriteCloser
}

func (p pipes) Write(b []byte) (int, error) { return p.in.Write(b) }
func (p pipes) Close() error                { return p.in.Close() }

// handle answers the server.
func (e *editor) handle(_ context.Context, _ *jsonrpc2.Conn, req *jsonrpc2.Request) (any, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	switch req.Method {
	case "textDocument/publishDiagnostics":
		var params struct {
			URI         string       `json:"uri"`
			Diagnostics []diagnostic `json:"diagnostics"`
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

func (e *editor) call(method string, params, result any) {
	e.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := e.conn.Call(ctx, method, params, result); err != nil {
		e.t.Errorf("%s: %v", method, err)
	}
}

func (e *editor) notify(method string, params any) {
	e.t.Helper()
	if err := e.conn.Notify(context.Background(), method, params); err != nil {
		e.t.Errorf("%s: %v", method, err)
	}
}

// uri returns the URI of a file of the workspace.
func (e *editor) uri(name string) string {
	return "file://" + filepath.ToSlash(filepath.Join(e.dir, name))
}

// open shows a file in the editor and returns its text.
func (e *editor) open(name string) string {
	e.t.Helper()
	text, err := os.ReadFile(filepath.Join(e.dir, name))
	if err != nil {
		e.t.Fatal(err)
	}
	e.notify("textDocument/didOpen", map[string]any{
		"textDocument": map[string]any{"uri": e.uri(name), "languageId": "go", "version": 1, "text": string(text)},
	})
	return string(text)
}

// edit replaces the text of an open file without saving it.
func (e *editor) edit(name string, version int, text string) {
	e.t.Helper()
	e.notify("textDocument/didChange", map[string]any{
		"textDocument":   map[string]any{"uri": e.uri(name), "version": version},
		"contentChanges": []map[string]any{{"text": text}},
	})
}

// configure changes the user's settings and tells the server that they changed.
func (e *editor) configure(settings map[string]any) {
	e.t.Helper()
	e.mu.Lock()
	e.settings = settings
	e.mu.Unlock()
	e.notify("workspace/didChangeConfiguration", map[string]any{"settings": map[string]any{}})
}

// await waits until the check's findings in a file are as many as wanted, and returns them.
func (e *editor) await(t *testing.T, name, check string, want int) []diagnostic {
	t.Helper()
	deadline := time.After(patience)
	for {
		e.mu.Lock()
		all, known := e.diagnostics[e.uri(name)]
		published := e.published
		e.mu.Unlock()

		found := slices.DeleteFunc(slices.Clone(all), func(d diagnostic) bool { return d.Source != check })
		if known && len(found) == want {
			return found
		}
		select {
		case <-published:
		case <-deadline:
			t.Fatalf("%s: %d findings of %s after %v, want %d; published were %+v", name, len(found), check, patience, want, all)
		}
	}
}

// quickFixes asks for the quick fixes of a finding.
func (e *editor) quickFixes(name string, d diagnostic) []codeAction {
	e.t.Helper()
	var actions []codeAction
	e.call("textDocument/codeAction", map[string]any{
		"textDocument": map[string]any{"uri": e.uri(name)},
		"range":        d.Range,
		"context":      map[string]any{"diagnostics": []diagnostic{d}, "only": []string{"quickfix"}},
	}, &actions)
	return actions
}

// apply returns text with edits applied. They do not overlap, and the text has no characters beyond ASCII.
func apply(text string, edits []textEdit) string {
	lines := strings.SplitAfter(text, "\n")
	offset := func(p position) int { return len(strings.Join(lines[:p.Line], "")) + p.Character }
	slices.SortFunc(edits, func(a, b textEdit) int { return offset(b.Range.Start) - offset(a.Range.Start) })
	for _, edit := range edits {
		text = text[:offset(edit.Range.Start)] + edit.NewText + text[offset(edit.Range.End):]
	}
	return text
}
