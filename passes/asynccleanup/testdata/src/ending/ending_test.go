package ending

import (
	"log"
	"os"
	"testing"
)

func TestMain(m *testing.M) {
	go func() { // want `TestMain does not wait for os.RemoveAll, which runs in a goroutine`
		if err := os.RemoveAll("work"); err != nil {
			log.Print(err)
		}
	}()
	os.Exit(m.Run())
}
