// Package remote has fixtures for SSH and etcd.
package remote

import (
	clientv3 "go.etcd.io/etcd/client/v3"
	"go.etcd.io/etcd/client/v3/concurrency"
	"golang.org/x/crypto/ssh"
)

func badSession(client *ssh.Client, cmd string) ([]byte, error) {
	session, err := client.NewSession() // want `session is never closed`
	if err != nil {
		return nil, err
	}
	return session.Output(cmd)
}

func okSession(client *ssh.Client, cmd string) ([]byte, error) {
	session, err := client.NewSession()
	if err != nil {
		return nil, err
	}
	defer session.Close()
	return session.Output(cmd)
}

func badLease(client *clientv3.Client, skip bool) error {
	session, err := concurrency.NewSession(client) // want `session is not closed if the function returns at line L(skip)`
	if err != nil {
		return err
	}
	if skip {
		return nil // L(skip)
	}
	return session.Close()
}

func okHandOff(config clientv3.Config) (*clientv3.Client, error) {
	return clientv3.New(config)
}
