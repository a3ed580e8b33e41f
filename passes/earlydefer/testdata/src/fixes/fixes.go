// Package fixes has defer statements that can be moved.
package fixes

import (
	"database/sql"
	"log"
	"net/http"
)

func badSimple(url string) error {
	resp, err := http.Get(url)
	defer resp.Body.Close() // want `resp.Body.Close is deferred before err is tested`
	if err != nil {
		return err
	}
	return nil
}

func badLiteral(url string) error {
	resp, err := http.Get(url)

	defer func() { // want `resp.Body.Close is deferred before err is tested`
		if err := resp.Body.Close(); err != nil {
			log.Print(err)
		}
	}()

	// The request has failed.
	if err != nil {
		return err
	}

	return nil
}

func badFatal(url string) {
	resp, err := http.Get(url)
	defer resp.Body.Close() // want `resp.Body.Close is deferred before err is tested`
	if err != nil {
		log.Fatal(err)
	}
}

func badNested(db *sql.DB, all bool) error {
	if all {
		rows, err := db.Query("SELECT 1")
		defer rows.Close() // want `rows.Close is deferred before err is tested`
		if err != nil {
			return err
		}
	}
	return nil
}

// No fix: something is in between, or the function goes on.

func badBetween(url string) error {
	resp, err := http.Get(url)
	defer resp.Body.Close() // want `resp.Body.Close is deferred before err is tested`
	log.Print(url)
	if err != nil {
		return err
	}
	return nil
}

func badGoesOn(url string) error {
	resp, err := http.Get(url)
	defer resp.Body.Close() // want `resp.Body.Close is deferred before err is tested`
	if err != nil {
		log.Print(err)
	}
	return nil
}
