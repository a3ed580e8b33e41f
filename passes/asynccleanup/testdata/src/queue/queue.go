// Package queue has cleanup that is sent to a worker.
package queue

import (
	"log"
	"os"
)

var queue = make(chan func(), 8)

func init() {
	go func() {
		for f := range queue {
			f()
		}
	}()
}

// A full queue must not make cleanup disappear.

func badDropped(f *os.File) {
	select { // want `f.Close never runs if queue is full` want-category "refused"
	case queue <- func() {
		if err := f.Close(); err != nil {
			log.Print(err)
		}
	}:
	default:
		log.Print("queue is full")
	}
}

func okFallback(f *os.File) {
	select {
	case queue <- func() {
		if err := f.Close(); err != nil {
			log.Print(err)
		}
	}:
	default:
		if err := f.Close(); err != nil {
			log.Print(err)
		}
	}
}

func okBlocks(f *os.File) {
	queue <- func() {
		if err := f.Close(); err != nil {
			log.Print(err)
		}
	}
}
