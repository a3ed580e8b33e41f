package tempdir

import (
	"flag"
	"log"
	"os"
	"path/filepath"
)

// An option of the program says that the directory stays, for people who want to look at it.

var keep = flag.Bool("keep", false, "keep the temporary directory")

func okFlag() error {
	dir, err := os.MkdirTemp("", "build")
	if err != nil {
		return err
	}
	if *keep {
		log.Printf("see %s", dir)
	} else {
		defer os.RemoveAll(dir)
	}
	return build(dir)
}

type config struct {
	keep  bool
	rules []string
}

func (c *config) okField() error {
	dir, err := os.MkdirTemp("", "build")
	if err != nil {
		return err
	}
	if !c.keep {
		defer func() {
			if err := os.RemoveAll(dir); err != nil {
				log.Print(err)
			}
		}()
	}
	return build(dir)
}

func verbose() bool { return *keep }

func okFunction() error {
	dir, err := os.MkdirTemp("", "build")
	if err != nil {
		return err
	}
	if verbose() {
		log.Printf("see %s", dir)
	}
	err = build(dir)
	if !verbose() {
		os.RemoveAll(dir)
	}
	return err
}

// The option is asked twice, and says the same.

func okExitWithFlag() {
	dir, err := os.MkdirTemp("", "build")
	if err != nil {
		log.Fatal(err)
	}
	if !*keep {
		defer os.RemoveAll(dir)
	}
	code := run(dir)
	if !*keep {
		os.RemoveAll(dir)
	}
	os.Exit(code)
}

// What an option does not decide is a leak as ever.

func badBeforeFlag() error {
	dir, err := os.MkdirTemp("", "build") // want `dir is not removed if the function returns at line L(before)`
	if err != nil {
		return err
	}
	if err := build(dir); err != nil {
		return err // L(before)
	}
	if !*keep {
		os.RemoveAll(dir)
	}
	return nil
}

func (c *config) badCondition() error {
	dir, err := os.MkdirTemp("", "build") // want `dir is not removed if the function returns at line L(condition)`
	if err != nil {
		return err
	}
	err = build(dir)
	if len(c.rules) > 0 {
		os.RemoveAll(dir)
	}
	return err // L(condition)
}

// A path that is made of the path of the directory leads to it, too.

func (b *builder) okAbsolute() error {
	dir, err := os.MkdirTemp("", "build")
	if err != nil {
		return err
	}
	if !filepath.IsAbs(dir) {
		abs, err := filepath.Abs(dir)
		if err != nil {
			os.RemoveAll(dir)
			return err
		}
		dir = abs
	}
	b.work = dir
	return nil
}
