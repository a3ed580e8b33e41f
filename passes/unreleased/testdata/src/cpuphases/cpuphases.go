// Package cpuphases starts and stops the CPU profile in different methods.
package cpuphases

import (
	"io"
	"runtime/pprof"
)

// What ends the last phase ends no profile of the next one.

type phases struct {
	out     io.Writer
	profile bool
}

func (p *phases) end() {
	if p.profile {
		pprof.StopCPUProfile()
	}
}

func (p *phases) okNextPhase() {
	p.end()
	if p.profile {
		if err := pprof.StartCPUProfile(p.out); err != nil {
			panic(err)
		}
	}
}
