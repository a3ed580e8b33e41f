package guard

import "slices"

// networkKinds are clients of servers: gRPC, Redis, MongoDB, brokers, websockets, SSH and etcd.
func networkKinds() []Kind {
	return slices.Concat(rpcKinds(), redisKinds(), mongoKinds(), brokerKinds(), websocketKinds())
}

// rpcKinds are long-lived clients. A gRPC client stream has no row: it ends with its context, its connection, or the
// last message received (grpc.ClientConn.NewStream lists five ways), and the context is a guard already.
func rpcKinds() []Kind {
	const grpc, ssh, etcd = "google.golang.org/grpc", "golang.org/x/crypto/ssh", "go.etcd.io/etcd/client/v3"
	return []Kind{
		{
			Name: "grpcconn", Noun: "client connection", Verb: "closed",
			Acquire:    acquire(functions(grpc, "NewClient", "Dial", "DialContext")...),
			Release:    byMethod("Close"),
			Idempotent: true,
			Uses:       []string{"Invoke", "NewStream"},
			Why: "\"Close tears down the ClientConn and all underlying connections\": its resolver, balancer and " +
				"transports are goroutines until then (grpc).",
		},
		{
			Name: "sshclient", Noun: "SSH client", Verb: "closed",
			Acquire:    acquire(ssh + ".Dial"),
			Release:    byMethod("Close"),
			Idempotent: true,
			Why:        "The client owns the connection that Dial opened, and the goroutines that serve it (x/crypto/ssh).",
		},
		{
			Name: "sshsession", Noun: "SSH session", Verb: "closed",
			Acquire:    acquire(methods(ssh, "*Client", "NewSession")...),
			Release:    byMethod("Close"),
			Idempotent: true,
			Parent:     []string{"Close"},
			Why: "A session is a channel of the connection, of which servers allow few; Run and Wait leave it open, as the " +
				"package's own example shows by deferring Close. Close of a finished session returns io.EOF.",
		},
		{
			Name: "etcd", Noun: "etcd client", Verb: "closed",
			Acquire:    acquire(functions(etcd, "New", "NewFromURL", "NewFromURLs")...),
			Release:    byMethod("Close"),
			Idempotent: true,
			Why: "\"Make sure to close the client after using it. If the client is not closed, the connection will have " +
				"leaky goroutines\" (etcd clientv3).",
		},
		{
			Name: "etcdsession", Noun: "etcd session", Verb: "closed",
			Acquire:    acquire(etcd + "/concurrency.NewSession"),
			Release:    byMethod("Close", "Orphan"),
			Idempotent: true,
			Expires:    []string{"Done"},
			Why: "A session keeps its lease alive for the life of the client until Close revokes it or Orphan lets go of " +
				"it. Done \"returns a channel that closes when the lease is orphaned, expires, or is otherwise no longer being " +
				"refreshed\" (clientv3/concurrency).",
		},
	}
}

func redisKinds() []Kind {
	const redis, redigo = "github.com/redis/go-redis/v9", "github.com/gomodule/redigo/redis"
	return []Kind{
		{
			Name: "redis", Noun: "Redis client", Verb: "closed",
			Acquire: acquireAlways(functions(redis,
				"NewClient", "NewClusterClient", "NewFailoverClient", "NewFailoverClusterClient", "NewRing", "NewUniversalClient")...),
			Release:    byMethod("Close"),
			Idempotent: true,
			Ceiling:    Likely,
			Why: "A client owns a pool. \"It is rare to Close a Client, as the Client is meant to be long-lived and shared " +
				"between many goroutines\" (go-redis), hence likely.",
		},
		{
			Name: "redispubsub", Noun: "subscription", Verb: "closed",
			Acquire: acquireAlways(slices.Concat(
				methods(redis, "*Client *ClusterClient *Ring", "Subscribe", "PSubscribe", "SSubscribe"),
				methods(redis, "UniversalClient", "Subscribe", "PSubscribe", "SSubscribe"))...),
			Release:    byMethod("Close"),
			Idempotent: true,
			Why: "A subscription has a connection of its own, outside the pool, until Close (go-redis PubSub). Unsubscribe " +
				"keeps the connection.",
		},
		{
			Name: "redisconn", Noun: "Redis connection", Verb: "closed",
			Acquire:    acquireAlways(methods(redis, "*Client", "Conn")...),
			Release:    byMethod("Close"),
			Idempotent: true,
			Why:        "Conn takes a connection out of the pool that returns with Close (go-redis).",
		},
		{
			Name: "redigoconn", Noun: "Redis connection", Verb: "closed",
			Acquire: both(
				acquireAlways(methods(redigo, "*Pool", "Get")...),
				acquire(methods(redigo, "*Pool", "GetContext")...),
				acquire(functions(redigo, "Dial", "DialContext", "DialTimeout", "DialURL", "DialURLContext")...),
			),
			Release:    byMethod("Close"),
			Idempotent: true,
			Why:        "\"The application must close the returned connection\" (redigo Pool.Get), which returns it to the pool.",
		},
	}
}

// mongoKinds covers both major versions of the driver, which differ in their options only.
func mongoKinds() []Kind {
	const v1, v2 = "go.mongodb.org/mongo-driver/mongo", "go.mongodb.org/mongo-driver/v2/mongo"
	on := func(types string, names ...string) []string {
		return slices.Concat(methods(v1, types, names...), methods(v2, types, names...))
	}
	return []Kind{
		{
			Name: "mongo", Noun: "MongoDB client", Verb: "disconnected",
			Acquire:    acquire(v1+".Connect", v2+".Connect"),
			Release:    byMethod("Disconnect"),
			Idempotent: true,
			Ceiling:    Likely,
			Why: "\"Disconnect closes sockets to the topology referenced by this Client. It will shut down any monitoring " +
				"goroutines\" (mongo); most programs keep one client for good, hence likely.",
		},
		{
			Name: "mongocursor", Noun: "cursor", Verb: "closed",
			Acquire: acquire(slices.Concat(
				on("*Collection", "Find", "Aggregate"), on("*Database", "Aggregate", "ListCollections"),
				on("IndexView SearchIndexView", "List"))...),
			Release:    []Release{{Method: "Close"}, {Method: "All"}, {Method: "Next", When: False}},
			Idempotent: true,
			Uses:       []string{"All", "Next", "TryNext"},
			Why: "\"Close closes this cursor. Next and TryNext must not be called after Close has been called\": until " +
				"then it exists on the server and keeps its session. All closes it, and so does reading to the end " +
				"(mongo.Cursor).",
		},
		{
			Name: "mongostream", Noun: "change stream", Verb: "closed",
			Acquire:    acquire(on("*Collection *Database *Client", "Watch")...),
			Release:    byMethod("Close"),
			Idempotent: true,
			Uses:       []string{"Next", "TryNext"},
			Why:        "A change stream holds a cursor on the server until Close (mongo.ChangeStream).",
		},
		{
			Name: "mongosession", Noun: "session", Verb: "ended",
			Acquire:    acquire(on("*Client", "StartSession")...),
			Release:    byMethod("EndSession"),
			Idempotent: true,
			Why: "\"EndSession aborts any existing transactions and close the session\", which returns to the server's " +
				"pool (mongo.Session).",
		},
	}
}
