// Here the goroutine ends the process itself, after the cleanup.
package main

import (
	"log"
	"os"
	"os/signal"
)

func main() {
	go func() {
		c := make(chan os.Signal, 1)
		signal.Notify(c, os.Interrupt)
		<-c
		if err := os.RemoveAll("work"); err != nil {
			log.Print(err)
		}
		os.Exit(1)
	}()
	work()
}

func work() {}
