package handed

import (
	"log"
	"os"
)

// A logger hands out its writer, which offers no way to close it.
func badLogger(name string) (*log.Logger, error) {
	f, err := os.Create(name) // want `f is not closed by the \*log.Logger returned at line L(logger)`
	if err != nil {
		return nil, err
	}
	return log.New(f, "", 0), nil // L(logger)
}
