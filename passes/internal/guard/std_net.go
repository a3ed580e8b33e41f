package guard

// netKinds are connections and listeners, plain and under TLS, and the clients of net/smtp, net/rpc and net/textproto.
// Wrappers such as tls.Client and rpc.NewClient have no rows: that they close what they wrap is read from their code.
func netKinds() []Kind {
	return []Kind{
		{
			Name: "conn", Noun: "connection", Verb: "closed",
			Acquire: acquire(
				"net.Dial", "net.DialTimeout", "net.DialTCP", "net.DialUDP", "net.DialUnix", "net.DialIP",
				"(*net.Dialer).Dial", "(*net.Dialer).DialContext",
				"(*net.Dialer).DialTCP", "(*net.Dialer).DialUDP", "(*net.Dialer).DialUnix", "(*net.Dialer).DialIP",
				"net.FileConn",
				"(net.Listener).Accept",
				"(*net.TCPListener).Accept", "(*net.TCPListener).AcceptTCP",
				"(*net.UnixListener).Accept", "(*net.UnixListener).AcceptUnix",
				"crypto/tls.Dial", "crypto/tls.DialWithDialer",
				"(*crypto/tls.Dialer).Dial", "(*crypto/tls.Dialer).DialContext",
				"(net/http.Hijacker).Hijack", "(*net/http.ResponseController).Hijack",
				"(*net/http.Transport).NewClientConn",
			),
			Made:       []string{"net.Conn", "*net.TCPConn", "*net.UDPConn", "*net.UnixConn", "*crypto/tls.Conn"},
			Release:    byMethod("Close"),
			Idempotent: true,
			Twice:      Fails,
			Uses:       []string{"Read", "ReadFrom", "Write", "WriteTo", "Handshake", "HandshakeContext"},
			Why: "A connection holds a descriptor and the peer's patience. After Hijack \"it becomes the caller's " +
				"responsibility to manage and close the connection\" (net/http). A second Close only returns an error.",
		},
		{
			Name: "listener", Noun: "listener", Verb: "closed",
			Acquire: acquire(
				"net.Listen", "net.ListenTCP", "net.ListenUnix", "(*net.ListenConfig).Listen", "net.FileListener",
				"crypto/tls.Listen",
			),
			Made:       []string{"net.Listener", "*net.TCPListener", "*net.UnixListener"},
			Release:    byMethod("Close"),
			Idempotent: true,
			Twice:      Fails,
			Uses:       []string{"Accept", "AcceptTCP", "AcceptUnix"},
			Why: "An open listener keeps its port. http.Serve and Server.Serve close the listener they are given, which is " +
				"read from their code; a Server that never listened holds nothing.",
		},
		{
			Name: "packetconn", Noun: "packet connection", Verb: "closed",
			Acquire: acquire(
				"net.ListenPacket", "net.ListenUDP", "net.ListenMulticastUDP", "net.ListenIP", "net.ListenUnixgram",
				"(*net.ListenConfig).ListenPacket", "net.FilePacketConn",
			),
			Made:       []string{"net.PacketConn"},
			Release:    byMethod("Close"),
			Idempotent: true,
			Twice:      Fails,
			Uses: []string{
				"Read", "ReadFrom", "ReadFromUDP", "ReadFromUDPAddrPort", "ReadMsgUDP", "Write", "WriteTo", "WriteToUDP",
				"WriteToUDPAddrPort", "WriteMsgUDP",
			},
			Why: "A packet connection holds a bound socket until Close.",
		},
		{
			Name: "memconn", Noun: "in-memory connection", Verb: "closed",
			Acquire: both(
				acquireAlways("net.Pipe"),
				acquireResult(1, Always, "net.Pipe"),
			),
			Release:    byMethod("Close"),
			Idempotent: true,
			Ceiling:    Unsure,
			Uses:       []string{"Read", "Write"},
			Why: "Both ends live in memory; what an unclosed end costs is a peer that waits for it, which tests, where " +
				"net.Pipe is at home, seldom mind.",
		},
		{
			Name: "client", Noun: "client", Verb: "closed",
			Acquire: acquire(
				"net/rpc.Dial", "net/rpc.DialHTTP", "net/rpc.DialHTTPPath", "net/rpc/jsonrpc.Dial", "net/textproto.Dial",
			),
			Release:    byMethod("Close"),
			Idempotent: true,
			Uses:       []string{"Call", "Cmd", "PrintfLine", "ReadLine", "ReadResponse"},
			Why: "The client owns the connection it dialled, and net/rpc's also a goroutine that reads from it until " +
				"Close.",
		},
		{
			Name: "smtp", Noun: "SMTP client", Verb: "closed",
			Acquire:    acquire("net/smtp.Dial"),
			Release:    byMethod("Close", "Quit"),
			Idempotent: true,
			Uses:       []string{"Auth", "Data", "Hello", "Mail", "Noop", "Rcpt", "Reset", "StartTLS", "Verify"},
			Why: "Quit says good-bye and closes the connection, Close only closes it. A Quit that fails leaves the " +
				"connection open in principle; demanding Close besides it would reject the package's own example.",
		},
		{
			Name: "syslog", Noun: "syslog writer", Verb: "closed",
			Acquire:    acquire("log/syslog.New", "log/syslog.Dial"),
			Release:    byMethod("Close"),
			Idempotent: true,
			Ceiling:    Likely,
			Why: "The writer holds a socket. Most programs make one for as long as they run, hence likely. NewLogger " +
				"returns no way to close and has no row.",
		},
	}
}
