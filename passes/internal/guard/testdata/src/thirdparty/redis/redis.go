// Package redis has fixtures for two Redis clients.
package redis

import (
	"context"

	redigo "github.com/gomodule/redigo/redis"
	"github.com/redis/go-redis/v9"
)

func badSubscription(ctx context.Context, client *redis.Client) (string, error) {
	sub := client.Subscribe(ctx, "news") // want `sub is not closed if the function returns at line L(receive)`
	msg, err := sub.ReceiveMessage(ctx)
	if err != nil {
		return "", err // L(receive)
	}
	return msg.Payload, sub.Close()
}

func okSubscription(ctx context.Context, client redis.UniversalClient, each func(string)) {
	sub := client.Subscribe(ctx, "news")
	defer sub.Close()
	for msg := range sub.Channel() {
		each(msg.Payload)
	}
}

func badClient(ctx context.Context, addr string) error {
	client := redis.NewClient(&redis.Options{Addr: addr}) // want `client is never closed`
	return client.Ping(ctx).Err()
}

func okClient(ctx context.Context, addr string) error {
	client := redis.NewClient(&redis.Options{Addr: addr})
	defer client.Close()
	return client.Ping(ctx).Err()
}

func badPooled(pool *redigo.Pool) (string, error) {
	conn := pool.Get() // want `conn is never closed`
	return redigo.String(conn.Do("GET", "name"))
}

func okPooled(pool *redigo.Pool) (string, error) {
	conn := pool.Get()
	defer conn.Close()
	return redigo.String(conn.Do("GET", "name"))
}

func okHandOff(addr string) *redis.Client {
	return redis.NewClient(&redis.Options{Addr: addr})
}
