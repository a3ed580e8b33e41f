package pitfalls

import (
	"encoding/json"
	"os"
)

// A struct whose address a callee gets is filled by it: what is behind the test can be reached.
func badOutParameter(data []byte) error {
	var conf struct{ Size int }
	err := json.Unmarshal(data, &conf)
	if err != nil || conf.Size == 0 {
		return err
	}
	f, err := os.Open("x") // want `f is never closed`
	if err != nil {
		return err
	}
	_, err = f.Stat()
	return err
}
