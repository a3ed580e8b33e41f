// Package instead has launched releases that could as well be called, and others that the fix must leave alone.
package instead

import (
	"io"
	"log"
	"os"
)

// Only the go statement still has the file: the call handles its error as the function handles others.

func badReturned(name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	f.WriteString("text")
	go f.Close() // want `f.Close runs in a goroutine, so its error is lost`
	return nil
}

func badReturnedBeside(name string) (n int, err error) {
	f, err := os.Create(name)
	if err != nil {
		return 0, err
	}
	n, err = io.WriteString(f, "text")
	if err != nil {
		log.Print(err)
	}
	if err != nil {
		return 0, err
	}
	go f.Close() // want `f.Close runs in a goroutine, so its error is lost`
	return n, nil
}

func badLogged(name string) {
	f, err := os.Create(name)
	if err != nil {
		log.Fatal(err)
	}
	go f.Close() // want `f.Close runs in a goroutine, so its error is lost`
}

// The messages before are about something else.

func badMessage(name string) {
	f, err := os.Create(name)
	if err != nil {
		log.Print("creating a file:", err)
		return
	}
	go f.Close() // want `f.Close runs in a goroutine, so its error is lost`
}

// Others have the file as well, now or later.

func badOfCaller(f *os.File) error {
	go f.Close() // want `f.Close runs in a goroutine, so its error is lost`
	return nil
}

var kept *os.File

func badKept(name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	kept = f
	go f.Close() // want `f.Close runs in a goroutine, so its error is lost`
	return nil
}

func badUsedLater(name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	go f.Close() // want `f.Close runs in a goroutine, so its error is lost`
	_, err = f.WriteString("text")
	return err
}

// To remove a tree can take long: it may be launched for that.

func badTree() error {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		return err
	}
	go os.RemoveAll(dir) // want `os.RemoveAll runs in a goroutine, so its error is lost`
	return nil
}
