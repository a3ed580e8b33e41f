package tested

import (
	"log"
	"os"
	"testing"
)

func TestMain(m *testing.M) {
	removed := make(chan struct{})
	go func() {
		defer close(removed)
		if err := os.RemoveAll("work"); err != nil {
			log.Print(err)
		}
	}()
	code := m.Run()
	<-removed
	os.Exit(code)
}
