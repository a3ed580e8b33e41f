// Here main waits for the end of the shutdown.
package main

import (
	"context"
	"log"
	"net/http"
	"os"
	"os/signal"
)

func main() {
	var srv http.Server
	idle := make(chan struct{})
	go func() {
		defer close(idle)
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
	<-idle
}
