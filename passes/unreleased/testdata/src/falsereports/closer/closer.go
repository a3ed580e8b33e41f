// Package closer is the other package of the fixture falsereports.
package closer

import (
	"io"
	"net/http"
)

// Read returns the body and closes it.
func Read(resp *http.Response) ([]byte, error) {
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

// DrainAndClose makes the connection reusable.
func DrainAndClose(resp *http.Response) {
	if resp == nil || resp.Body == nil {
		return
	}
	io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
}

// Status leaves the body open.
func Status(resp *http.Response) int { return resp.StatusCode }
