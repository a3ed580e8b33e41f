// Package mongo has fixtures for cursors and sessions of MongoDB, in both major versions of the driver.
package mongo

import (
	"context"

	"go.mongodb.org/mongo-driver/mongo"
	v2 "go.mongodb.org/mongo-driver/v2/mongo"
)

func badCursor(ctx context.Context, users *mongo.Collection, into any) error {
	cursor, err := users.Find(ctx, nil) // want `cursor is not closed if the function returns at line L(decode)`
	if err != nil {
		return err
	}
	for cursor.Next(ctx) {
		if err := cursor.Decode(into); err != nil {
			return err // L(decode)
		}
	}
	return cursor.Err()
}

func badCursorV2(ctx context.Context, users *v2.Collection, into any) error {
	cursor, err := users.Find(ctx, nil) // want `cursor is never closed`
	if err != nil {
		return err
	}
	return cursor.Decode(into)
}

func okAll(ctx context.Context, users *v2.Collection, into any) error {
	cursor, err := users.Find(ctx, nil)
	if err != nil {
		return err
	}
	return cursor.All(ctx, into)
}

func okDefer(ctx context.Context, users *mongo.Collection, into any) error {
	cursor, err := users.Find(ctx, nil)
	if err != nil {
		return err
	}
	defer cursor.Close(ctx)
	for cursor.Next(ctx) {
		if err := cursor.Decode(into); err != nil {
			return err
		}
	}
	return cursor.Err()
}

func badSession(client *mongo.Client) error {
	session, err := client.StartSession() // want `session is not ended if the function returns at line L(start)`
	if err != nil {
		return err
	}
	if err := session.StartTransaction(); err != nil {
		return err // L(start)
	}
	session.EndSession(context.Background())
	return nil
}

func okHandOff(ctx context.Context, users *mongo.Collection) (*mongo.Cursor, error) {
	return users.Find(ctx, nil)
}
