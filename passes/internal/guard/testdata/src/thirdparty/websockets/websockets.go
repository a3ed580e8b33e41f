// Package websockets has fixtures for the websockets of gorilla and coder.
package websockets

import (
	"context"
	"net/http"

	coder "github.com/coder/websocket"
	"github.com/gorilla/websocket"
)

// The response that comes with the connection needs no Close.

func badDial(url string) ([]byte, error) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `conn is never closed`
	if err != nil {
		return nil, err
	}
	_, msg, err := conn.ReadMessage()
	return msg, err
}

func okDefer(url string) ([]byte, error) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	_, msg, err := conn.ReadMessage()
	return msg, err
}

func badUpgrade(up *websocket.Upgrader, w http.ResponseWriter, r *http.Request, each func([]byte)) {
	conn, err := up.Upgrade(w, r, nil) // want `conn is not closed if the function returns at line L(read)`
	if err != nil {
		return
	}
	for {
		kind, msg, err := conn.ReadMessage()
		if err != nil {
			return // L(read)
		}
		if kind == websocket.CloseMessage {
			conn.Close()
			return
		}
		each(msg)
	}
}

func badAccept(ctx context.Context, w http.ResponseWriter, r *http.Request) ([]byte, error) {
	conn, err := coder.Accept(w, r, nil) // want `conn is not closed if the function returns at line L(read)`
	if err != nil {
		return nil, err
	}
	_, msg, err := conn.Read(ctx)
	if err != nil {
		return nil, err // L(read)
	}
	return msg, conn.Close(coder.StatusNormalClosure, "")
}

func okCloseNow(ctx context.Context, url string) ([]byte, error) {
	conn, _, err := coder.Dial(ctx, url, nil)
	if err != nil {
		return nil, err
	}
	defer conn.CloseNow()
	_, msg, err := conn.Read(ctx)
	return msg, err
}

func okHandOff(ctx context.Context, url string) (*coder.Conn, error) {
	conn, _, err := coder.Dial(ctx, url, nil)
	return conn, err
}
