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

// A session ends with its connection.

func okDial(addr string, config *ssh.ClientConfig, cmd string) ([]byte, error) {
	client, err := ssh.Dial("tcp", addr, config)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	session, err := client.NewSession()
	if err != nil {
		return nil, err
	}
	return session.Output(cmd)
}

func okSubsystem(addr string, config *ssh.ClientConfig) (*ssh.Client, error) {
	client, err := ssh.Dial("tcp", addr, config)
	if err != nil {
		return nil, err
	}
	session, err := client.NewSession()
	if err != nil {
		go client.Close()
		return nil, err
	}
	if err := session.RequestSubsystem("sftp"); err != nil {
		go client.Close()
		return nil, err
	}
	session.Close()
	return client, nil
}

func badOther(client, other *ssh.Client, cmd string) ([]byte, error) {
	session, err := client.NewSession() // want `session is never closed`
	if err != nil {
		return nil, err
	}
	defer other.Close()
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

// A session that has ended by itself needs no Close.
func okExpired(client *clientv3.Client, done <-chan struct{}) {
	for {
		session, err := concurrency.NewSession(client)
		if err != nil {
			continue
		}
		select {
		case <-done:
			session.Close()
			return
		case <-session.Done():
		}
	}
}

func okWaited(client *clientv3.Client) error {
	session, err := concurrency.NewSession(client)
	if err != nil {
		return err
	}
	<-session.Done()
	return nil
}

func badOtherEnd(client *clientv3.Client, done <-chan struct{}) error {
	session, err := concurrency.NewSession(client) // want `session is not closed if the function returns at line L(done)`
	if err != nil {
		return err
	}
	select {
	case <-done:
		return nil // L(done)
	case <-session.Done():
		return nil
	}
}

func okHandOff(config clientv3.Config) (*clientv3.Client, error) {
	return clientv3.New(config)
}
