// Package lib is a library that declares its guards: what is behind them is not to be seen.
package lib

// A Lease is a right that a server has granted.
type Lease struct{ id int }

// A Server grants leases.
type Server interface {
	grant(name string) (int, error)
}

// Grant gets a lease.
//
//guardlint:acquires
func Grant(s Server, name string) (*Lease, error) {
	id, err := s.grant(name)
	if err != nil {
		return nil, err
	}
	return &Lease{id}, nil
}

// Return gives a lease back.
//
//guardlint:releases l
func Return(l *Lease) { println(l.id) }
