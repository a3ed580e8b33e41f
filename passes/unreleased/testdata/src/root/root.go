// Package root has the fixtures of the kind root: directories that os.OpenRoot keeps open.
package root

import "os"

func badNever(dir, name string) ([]byte, error) {
	root, err := os.OpenRoot(dir) // want `root is never closed`
	if err != nil {
		return nil, err
	}
	return root.ReadFile(name)
}

func badEarlyReturn(dir, name string) error {
	root, err := os.OpenRoot(dir) // want `root is not closed if the function returns at line L(empty)`
	if err != nil {
		return err
	}
	if name == "" {
		return nil // L(empty)
	}
	err = root.Mkdir(name, 0o755)
	root.Close()
	return err
}

func badErrorBranch(parent *os.Root, dir string) (*os.Root, error) {
	sub, err := parent.OpenRoot(dir) // want `sub is not closed if the function returns at line L(stat)`
	if err != nil {
		return nil, err
	}
	if _, err := sub.Stat("index"); err != nil {
		return nil, err // L(stat)
	}
	return sub, nil
}

// A file opened in the root is a guard of its own: it outlives the root.

func okFileOutlivesRoot(dir, name string) (*os.File, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return root.Open(name)
}

func okDefer(dir, name string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	return root.Remove(name)
}

func okHandOff(dir string) (*os.Root, error) {
	return os.OpenRoot(dir)
}

type store struct{ root *os.Root }

func (s *store) okStored(dir string) (err error) {
	s.root, err = os.OpenRoot(dir)
	return err
}
