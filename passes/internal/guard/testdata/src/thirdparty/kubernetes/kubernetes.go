// Package kubernetes has fixtures for watches and streams of Kubernetes.
package kubernetes

import (
	"context"
	"io"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/dynamic"
	corev1 "k8s.io/client-go/kubernetes/typed/core/v1"
	"k8s.io/client-go/rest"
)

func badWatch(ctx context.Context, pods corev1.PodInterface, done func(any) bool) error {
	w, err := pods.Watch(ctx, metav1.ListOptions{}) // want `w is not stopped if the function returns at line L(done)`
	if err != nil {
		return err
	}
	for event := range w.ResultChan() {
		if done(event.Object) {
			return nil // L(done)
		}
	}
	w.Stop()
	return nil
}

func okDefer(ctx context.Context, res dynamic.ResourceInterface, each func(any)) error {
	w, err := res.Watch(ctx, metav1.ListOptions{})
	if err != nil {
		return err
	}
	defer w.Stop()
	for event := range w.ResultChan() {
		each(event.Object)
	}
	return nil
}

func badLogs(ctx context.Context, req *rest.Request) ([]byte, error) {
	logs, err := req.Stream(ctx) // want `logs is never closed`
	if err != nil {
		return nil, err
	}
	return io.ReadAll(logs)
}

func okHandOff(ctx context.Context, req *rest.Request) (io.ReadCloser, error) {
	return req.Stream(ctx)
}
