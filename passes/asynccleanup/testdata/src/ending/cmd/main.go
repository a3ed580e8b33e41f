// The process ends with main: what a goroutine has not done by then, it never does.
package main

import (
	"context"
	"log"
	"net/http"
	"os"
	"os/signal"
)

func main() {
	switch len(os.Args) {
	case 1:
		serve()
	}
	var srv http.Server
	go func() { // want `main does not wait for srv.Shutdown, which runs in a goroutine`
		c := make(chan os.Signal, 1)
		signal.Notify(c, os.Interrupt)
		<-c
		if err := srv.Shutdown(context.Background()); err != nil {
			log.Print(err)
		}
	}()
	if err := srv.ListenAndServe(); err != http.ErrServerClosed {
		log.Print(err)
	}
}

func serve() {}
