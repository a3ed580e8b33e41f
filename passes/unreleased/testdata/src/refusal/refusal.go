// Package refusal hands guards to functions that say by a truth value whether they take them.
package refusal

import (
	"log"
	"os"
)

// A store takes files as long as it is open, and says whether it did.
type store struct {
	closed bool
	files  map[string]*os.File
}

func (s *store) put(f *os.File) bool {
	if s.closed {
		return false
	}
	s.files[f.Name()] = f
	return true
}

// Whoever is told that it did not still has the file.

func badRefusedPut(s *store, name string) error {
	f, err := os.Open(name) // want `f is not closed if the function returns at line L(refused)`
	if err != nil {
		return err
	}
	if !s.put(f) {
		log.Print("store is closed")
		return nil // L(refused)
	}
	return nil
}

func okRefusedPut(s *store, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	if !s.put(f) {
		return f.Close()
	}
	return nil
}

func okPutFlag(s *store, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	kept := s.put(f)
	defer func() {
		if !kept {
			f.Close()
		}
	}()
	log.Print(name)
	return nil
}

// Who does not ask may know better.

func okPutUnasked(s *store, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	s.put(f)
	return nil
}

// A function that hands on what it is told is asked like the first one.

func (s *store) tryPut(f *os.File) (full bool) { return !s.put(f) }

func badRefusedTryPut(s *store, name string) error {
	f, err := os.Open(name) // want `f is not closed`
	if err != nil {
		return err
	}
	if full := s.tryPut(f); full {
		return nil
	}
	return nil
}

func okRefusedTryPut(s *store, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	for s.tryPut(f) {
		log.Print("again")
	}
	return nil
}

// What says whether it closed a file says nothing of whose it is.

func (s *store) drop(f *os.File) bool {
	if s.files[f.Name()] != f {
		return false
	}
	f.Close()
	return true
}

func okDropped(s *store, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	if !s.drop(f) {
		log.Print("somebody else has closed it")
	}
	return nil
}
