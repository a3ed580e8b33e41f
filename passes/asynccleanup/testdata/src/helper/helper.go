// Package helper launches through a helper of another package.
package helper

import (
	"log"
	"os"

	"helper/spawn"
)

func badHelper(f *os.File) {
	spawn.Go(func() {
		f.Close() // want `error of f.Close is lost in spawn.Go`
	})
}

func badCounted(f *os.File, done chan struct{}) {
	spawn.Counted(func() {
		f.Close() // want `error of f.Close is lost in spawn.Counted`
	}, done)
}

func okLogged(f *os.File) {
	spawn.Go(func() {
		if err := f.Close(); err != nil {
			log.Print(err)
		}
	})
}
