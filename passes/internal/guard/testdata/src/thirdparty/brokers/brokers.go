// Package brokers has fixtures for Kafka, NATS and RabbitMQ.
package brokers

import (
	"context"

	"github.com/IBM/sarama"
	"github.com/nats-io/nats.go"
	amqp "github.com/rabbitmq/amqp091-go"
	"github.com/segmentio/kafka-go"
)

func badProducer(addrs []string, msg *sarama.ProducerMessage) error {
	producer, err := sarama.NewSyncProducer(addrs, nil) // want `producer is never closed`
	if err != nil {
		return err
	}
	_, _, err = producer.SendMessage(msg)
	return err
}

func okProducer(addrs []string, msg *sarama.ProducerMessage) error {
	producer, err := sarama.NewSyncProducer(addrs, nil)
	if err != nil {
		return err
	}
	defer producer.Close()
	_, _, err = producer.SendMessage(msg)
	return err
}

func badPartition(consumer sarama.Consumer, topic string, each func([]byte) bool) error {
	part, err := consumer.ConsumePartition(topic, 0, sarama.OffsetOldest) // want `part is not closed if the function returns at line L(enough)`
	if err != nil {
		return err
	}
	for msg := range part.Messages() {
		if !each(msg.Value) {
			return nil // L(enough)
		}
	}
	return part.Close()
}

func badReader(ctx context.Context, config kafka.ReaderConfig) ([]byte, error) {
	r := kafka.NewReader(config) // want `r is not closed if the function returns at line L(read)`
	msg, err := r.ReadMessage(ctx)
	if err != nil {
		return nil, err // L(read)
	}
	return msg.Value, r.Close()
}

func okReader(ctx context.Context, config kafka.ReaderConfig) ([]byte, error) {
	r := kafka.NewReader(config)
	defer r.Close()
	msg, err := r.ReadMessage(ctx)
	return msg.Value, err
}

func badNATS(url string, data []byte) error {
	nc, err := nats.Connect(url) // want `nc is not closed if the function returns at line L(publish)`
	if err != nil {
		return err
	}
	if err := nc.Publish("news", data); err != nil {
		return err // L(publish)
	}
	return nc.Drain()
}

func okNATS(url string, data []byte) error {
	nc, err := nats.Connect(url)
	if err != nil {
		return err
	}
	defer nc.Close()
	return nc.Publish("news", data)
}

func badChannel(conn *amqp.Connection) (*amqp.Channel, error) {
	ch, err := conn.Channel() // want `ch is not closed if the function returns at line L(confirm)`
	if err != nil {
		return nil, err
	}
	if err := ch.Confirm(false); err != nil {
		return nil, err // L(confirm)
	}
	return ch, nil
}

func okHandOff(url string) (*amqp.Connection, error) {
	return amqp.Dial(url)
}
