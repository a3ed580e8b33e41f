package guard

import "slices"

// brokerKinds are clients of message brokers: Kafka by two libraries, NATS and RabbitMQ.
func brokerKinds() []Kind {
	const sarama, kafka = "github.com/IBM/sarama", "github.com/segmentio/kafka-go"
	const nats, amqp = "github.com/nats-io/nats.go", "github.com/rabbitmq/amqp091-go"
	return []Kind{
		{
			Name: "sarama", Noun: "Kafka client", Verb: "closed",
			Acquire: acquire(functions(sarama,
				"NewClient", "NewSyncProducer", "NewSyncProducerFromClient", "NewConsumer", "NewConsumerFromClient",
				"NewConsumerGroup", "NewConsumerGroupFromClient", "NewClusterAdmin", "NewOffsetManagerFromClient")...),
			Release:    byMethod("Close"),
			Errors:     Matters,
			Idempotent: true,
			Why: "\"You must call Close() on a producer to avoid leaks, it may not be garbage-collected automatically when " +
				"it passes out of scope\"; the same stands at Client and Consumer (sarama).",
		},
		{
			Name: "saramaasync", Noun: "Kafka producer", Verb: "closed",
			Acquire:    acquire(functions(sarama, "NewAsyncProducer", "NewAsyncProducerFromClient")...),
			Release:    byMethod("Close", "AsyncClose"),
			Errors:     Matters,
			Idempotent: true,
			Durable:    true,
			Why: "\"You must call Close() or AsyncClose() on a producer to avoid leaks and message lost: it will not be " +
				"garbage-collected automatically\" (sarama.AsyncProducer).",
		},
		{
			Name: "saramapartition", Noun: "partition consumer", Verb: "closed",
			Acquire:    acquire(methods(sarama, "Consumer", "ConsumePartition")...),
			Release:    byMethod("Close", "AsyncClose"),
			Idempotent: true,
			Why: "\"It is required to call this function (or AsyncClose) before a consumer object passes out of scope, as " +
				"it will otherwise leak memory\" (sarama.PartitionConsumer).",
		},
		{
			Name: "kafkareader", Noun: "Kafka reader", Verb: "closed",
			Acquire:    both(acquireAlways(kafka+".NewReader"), acquire(kafka+".NewConsumerGroup")),
			Release:    byMethod("Close"),
			Idempotent: true,
			Why:        "A reader fetches in goroutines, and in a group keeps its partitions, until Close (kafka-go Reader).",
		},
		{
			Name: "kafkawriter", Noun: "Kafka writer", Verb: "closed",
			Acquire:    acquireAlways(kafka + ".NewWriter"),
			Release:    byMethod("Close"),
			Errors:     Matters,
			Idempotent: true,
			Durable:    true,
			Why: "\"Close flushes pending writes, and waits for all writes to complete before returning\" (kafka-go " +
				"Writer).",
		},
		{
			Name: "kafkaconn", Noun: "Kafka connection", Verb: "closed",
			Acquire: acquire(slices.Concat(
				functions(kafka, "Dial", "DialContext", "DialLeader", "DialPartition"),
				methods(kafka, "*Dialer", "Dial", "DialContext", "DialLeader", "DialPartition"))...),
			Release:    byMethod("Close"),
			Idempotent: true,
			Why:        "A Conn is a network connection to a broker (kafka-go).",
		},
		{
			Name: "nats", Noun: "NATS connection", Verb: "closed",
			Acquire:    acquire(slices.Concat(functions(nats, "Connect"), methods(nats, "Options", "Connect"))...),
			Release:    byMethod("Close", "Drain"),
			Idempotent: true,
			Why:        "A connection reconnects by itself, in goroutines, until Close; Drain ends in Close (nats.Conn).",
		},
		{
			Name: "natssub", Noun: "subscription", Verb: "unsubscribed",
			Acquire: acquire(methods(nats, "*Conn",
				"Subscribe", "SubscribeSync", "QueueSubscribe", "QueueSubscribeSync", "ChanSubscribe", "ChanQueueSubscribe")...),
			Release: byMethod("Unsubscribe", "Drain", "AutoUnsubscribe"),
			Ceiling: Unsure,
			Why:     "A subscription ends with its connection, and most are meant to last that long.",
		},
		{
			Name: "amqp", Noun: "AMQP connection", Verb: "closed",
			Acquire:    acquire(functions(amqp, "Dial", "DialConfig", "DialTLS", "DialTLS_ExternalAuth")...),
			Release:    byMethod("Close", "CloseDeadline"),
			Idempotent: true,
			Why: "A Connection has a socket and the goroutines that read from it and send heartbeats, until Close " +
				"(amqp091).",
		},
		{
			Name: "amqpchannel", Noun: "AMQP channel", Verb: "closed",
			Acquire:    acquire(methods(amqp, "*Connection", "Channel")...),
			Release:    byMethod("Close"),
			Idempotent: true,
			Parent:     []string{"Close"},
			Why: "Channels are numbered and limited on each connection; Close of an already closed one returns ErrClosed " +
				"(amqp091).",
		},
	}
}

// websocketKinds are the connections of gorilla/websocket and coder/websocket. The response that comes with a dialled
// connection needs no Close, as both libraries document.
func websocketKinds() []Kind {
	const gorilla, coder = "github.com/gorilla/websocket", "github.com/coder/websocket"
	return []Kind{
		{
			Name: "websocket", Noun: "websocket", Verb: "closed",
			Acquire: acquire(slices.Concat(
				methods(gorilla, "*Dialer", "Dial", "DialContext"), methods(gorilla, "*Upgrader", "Upgrade"))...),
			Release:    byMethod("Close"),
			Idempotent: true,
			Uses:       []string{"NextReader", "NextWriter", "ReadJSON", "ReadMessage", "WriteJSON", "WriteMessage"},
			Why: "\"Close closes the underlying network connection without sending or waiting for a close message\" " +
				"(gorilla/websocket); sending a close message does not close it.",
		},
		{
			Name: "coderwebsocket", Noun: "websocket", Verb: "closed",
			Acquire:    acquire(functions(coder, "Dial", "Accept")...),
			Release:    byMethod("Close", "CloseNow"),
			Idempotent: true,
			Why: "\"Be sure to call Close on the connection when you are finished with it to release associated " +
				"resources\"; CloseNow is the same without handshake (coder/websocket).",
		},
	}
}
