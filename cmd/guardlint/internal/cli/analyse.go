package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"sync"
	"time"

	"github.com/mattn/go-isatty"
	"github.com/schollz/progressbar/v3"

	"github.com/guardlint/guardlint/cmd/guardlint/internal/govet"
)

// progressDelay is how long a run may take before it shows that it is alive. Warm runs stay below.
const progressDelay = time.Second

// analyse runs a request, with progress on a terminal.
func (c Command) analyse(ctx context.Context, request govet.Request) (govet.Result, error) {
	request.Stderr = c.Stderr
	if f, ok := c.Stderr.(*os.File); ok && isatty.IsTerminal(f.Fd()) && os.Getenv("TERM") != "dumb" {
		p := &progress{out: f}
		timer := time.AfterFunc(progressDelay, p.show)
		defer func() { timer.Stop(); p.finish() }()
		request.Progress = p.step
		request.Stderr = p
	}
	result, err := request.Run(ctx)
	if errors.Is(err, govet.ErrNothing) {
		return result, errors.New("nothing was analysed, as go could not load the packages: make them compile, or check how they are named (see \"go help packages\")")
	}
	return result, err
}

// progress shows a line that counts packages while the analysis runs. How many there will be is not
// known: the go command tells only what is done.
type progress struct {
	out io.Writer

	mu       sync.Mutex
	done     int
	finished bool
	bar      *progressbar.ProgressBar // nil until it is shown
}

// show starts to draw.
func (p *progress) show() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.finished {
		return
	}
	p.bar = progressbar.NewOptions(-1,
		progressbar.OptionSetWriter(p.out),
		progressbar.OptionSetDescription("guardlint: packages analysed"),
		progressbar.OptionShowCount(),
		progressbar.OptionSetElapsedTime(true),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionThrottle(100*time.Millisecond))
	p.draw()
}

// draw updates the line. Its only error is that the terminal is gone, which matters to nobody.
func (p *progress) draw() {
	if p.bar != nil {
		_ = p.bar.Set(p.done)
	}
}

func (p *progress) step() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done++
	p.draw()
}

// Write passes on what go says, on a line of its own.
func (p *progress) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar != nil {
		_ = p.bar.Clear() // as in draw
	}
	return p.out.Write(b)
}

func (p *progress) finish() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.finished = true
	if p.bar != nil {
		_ = p.bar.Finish() // as in draw
	}
}
