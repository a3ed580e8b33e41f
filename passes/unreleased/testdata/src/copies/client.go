package copies

import (
	"encoding/json"
	"net/http"
)

// A client that closes the body if it is told where to put it, and hands out the response in any case: who asks for something knows
// that it has been read.

type client struct{ http *http.Client }

func (c *client) do(req *http.Request, v any) (*http.Response, error) {
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	if v != nil {
		defer resp.Body.Close()
		err = json.NewDecoder(resp.Body).Decode(v)
	}
	return resp, err
}

func okAskedFor(c *client, req *http.Request) (names []string, status int, err error) {
	resp, err := c.do(req, &names)
	if err != nil {
		return nil, 0, err
	}
	return names, resp.StatusCode, nil
}

// One that closes it by what has come hands out the rest open.

func (c *client) get(req *http.Request) (*http.Response, error) {
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	if resp.ContentLength == 0 {
		resp.Body.Close()
	}
	return resp, nil
}

func badGot(c *client, req *http.Request) (int, error) {
	resp, err := c.get(req) // want `resp.Body is never closed`
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

// What is asked before there is a body decides nothing about it.

func (c *client) fetch(req *http.Request, names []string) (*http.Response, error) {
	if names == nil {
		req.Header.Set("Accept", "*/*")
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	if resp.ContentLength == 0 {
		resp.Body.Close()
	}
	return resp, nil
}

func badFetched(c *client, req *http.Request, names []string) (int, error) {
	resp, err := c.fetch(req, names) // want `resp.Body is never closed`
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}
