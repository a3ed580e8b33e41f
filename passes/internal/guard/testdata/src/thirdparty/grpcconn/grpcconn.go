// Package grpcconn has fixtures for the client connections of gRPC.
package grpcconn

import (
	"context"

	"google.golang.org/grpc"
)

func badNever(ctx context.Context, target string, in, out any) error {
	conn, err := grpc.NewClient(target) // want `conn is never closed`
	if err != nil {
		return err
	}
	return conn.Invoke(ctx, "/Service/Method", in, out)
}

func badErrorBranch(ctx context.Context, target string, in, out any) (*grpc.ClientConn, error) {
	conn, err := grpc.NewClient(target) // want `conn is not closed if the function returns at line L(invoke)`
	if err != nil {
		return nil, err
	}
	if err := conn.Invoke(ctx, "/Service/Hello", in, out); err != nil {
		return nil, err // L(invoke)
	}
	return conn, nil
}

func okDefer(ctx context.Context, target string, in, out any) error {
	conn, err := grpc.NewClient(target)
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.Invoke(ctx, "/Service/Method", in, out)
}

func okHandOff(target string) (*grpc.ClientConn, error) {
	return grpc.NewClient(target)
}
