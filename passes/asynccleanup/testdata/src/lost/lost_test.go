package lost

import (
	"fmt"
	"os"
)

// What a test looks for is success: it fails, or its output is another, where that does not come.

func okTellsSuccess() {
	done := make(chan struct{})
	go func() {
		if err := os.RemoveAll("scratch"); err == nil {
			fmt.Println("removed")
		}
		close(done)
	}()
	<-done
}

func badTellsNothing() {
	done := make(chan struct{})
	go func() {
		os.RemoveAll("scratch") // want `error of os.RemoveAll is lost in a goroutine`
		close(done)
	}()
	<-done
}
