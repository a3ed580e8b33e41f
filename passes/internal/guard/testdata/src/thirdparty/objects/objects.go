// Package objects has fixtures for object stores.
package objects

import (
	"context"
	"io"

	"cloud.google.com/go/storage"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3v1 "github.com/aws/aws-sdk-go/service/s3"
)

func badReader(ctx context.Context, obj *storage.ObjectHandle) ([]byte, error) {
	r, err := obj.NewReader(ctx) // want `r is never closed`
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

func okReader(ctx context.Context, obj *storage.ObjectHandle) ([]byte, error) {
	r, err := obj.NewReader(ctx)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// The object exists when the writer is closed, and not before.

func badWriter(ctx context.Context, obj *storage.ObjectHandle, data []byte) error {
	w := obj.NewWriter(ctx) // want `w is never closed`
	_, err := w.Write(data)
	return err
}

// A failed write must not complete the object.

func okWriter(ctx context.Context, obj *storage.ObjectHandle, r io.Reader) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	w := obj.NewWriter(ctx)
	if _, err := io.Copy(w, r); err != nil {
		return err
	}
	return w.Close()
}

func badObject(ctx context.Context, client *s3.Client, in *s3.GetObjectInput) (int64, error) {
	out, err := client.GetObject(ctx, in) // want `out.Body is never closed`
	if err != nil {
		return 0, err
	}
	return *out.ContentLength, nil
}

func okDefer(client *s3v1.S3, in *s3v1.GetObjectInput) ([]byte, error) {
	out, err := client.GetObject(in)
	if err != nil {
		return nil, err
	}
	defer out.Body.Close()
	return io.ReadAll(out.Body)
}

func okHandOff(ctx context.Context, client *s3.Client, in *s3.GetObjectInput) (io.ReadCloser, error) {
	out, err := client.GetObject(ctx, in)
	if err != nil {
		return nil, err
	}
	return out.Body, nil
}
