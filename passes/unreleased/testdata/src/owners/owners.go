// Package owners has fixtures for objects that own several guards: who calls their release has done what there is to do.
package owners

import "owners/lib"

func okClose(a, b string) (int, error) {
	p, err := lib.Open(a, b)
	if err != nil {
		return 0, err
	}
	defer p.Close()
	return p.Use(), nil
}

// One report, not one for each file.
func badNever(a, b string) (int, error) {
	p, err := lib.Open(a, b) // want `p is never closed`
	if err != nil {
		return 0, err
	}
	return p.Use(), nil
}
