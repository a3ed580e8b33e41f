// Package packetconn has the fixtures of the kind packetconn: bound sockets without connections.
package packetconn

import (
	"net"
	"time"
)

func badNever(msg []byte, to net.Addr) error {
	pc, err := net.ListenPacket("udp", ":0") // want `pc is never closed`
	if err != nil {
		return err
	}
	_, err = pc.WriteTo(msg, to)
	return err
}

func badEarlyReturn(addr *net.UDPAddr, msg []byte) (int, error) {
	pc, err := net.ListenUDP("udp", addr) // want `pc is not closed if the function returns at line L(empty)`
	if err != nil {
		return 0, err
	}
	if len(msg) == 0 {
		return 0, nil // L(empty)
	}
	defer pc.Close()
	n, _, err := pc.ReadFrom(msg)
	return n, err
}

func badErrorBranch(group *net.UDPAddr) (*net.UDPConn, error) {
	pc, err := net.ListenMulticastUDP("udp", nil, group) // want `pc is not closed if the function returns at line L(buffer)`
	if err != nil {
		return nil, err
	}
	if err := pc.SetReadBuffer(1 << 20); err != nil {
		return nil, err // L(buffer)
	}
	return pc, nil
}

func okDefer(msg []byte) (int, error) {
	pc, err := net.ListenPacket("udp", ":0")
	if err != nil {
		return 0, err
	}
	defer pc.Close()
	if err := pc.SetDeadline(time.Now().Add(time.Second)); err != nil {
		return 0, err
	}
	n, _, err := pc.ReadFrom(msg)
	return n, err
}

// Close of a UDPConn is promoted from a struct inside it.

func okPromoted(addr *net.UDPAddr, msg []byte) (int, error) {
	pc, err := net.ListenUDP("udp", addr)
	if err != nil {
		return 0, err
	}
	defer pc.Close()
	return pc.Read(msg)
}

func okHandOff() (net.PacketConn, error) {
	return net.ListenPacket("udp", ":0")
}

type beacon struct{ pc net.PacketConn }

func okOwner() (*beacon, error) {
	pc, err := net.ListenPacket("udp", ":0")
	if err != nil {
		return nil, err
	}
	return &beacon{pc}, nil
}
