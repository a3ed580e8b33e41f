// Package declared has guards that a library declares.
package declared

import "declared/lib"

func badLeases(s lib.Server, names []string) error {
	for _, name := range names {
		lease, err := lib.Grant(s, name)
		if err != nil {
			return err
		}
		defer lib.Return(lease) // want `lease is passed to lib.Return only when badLeases returns, not after each iteration`
	}
	return nil
}

func okLeases(s lib.Server, names []string) error {
	for _, name := range names {
		if err := with(s, name); err != nil {
			return err
		}
	}
	return nil
}

func with(s lib.Server, name string) error {
	lease, err := lib.Grant(s, name)
	if err != nil {
		return err
	}
	defer lib.Return(lease)
	return nil
}
