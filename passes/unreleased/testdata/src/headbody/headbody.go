// Package headbody has the fixtures of the kind headbody: the empty body of the answer to HEAD. Its reports are for
// strict mode only, because there is nothing to close.
package headbody

import "net/http"

func okNever(url string) (int64, error) {
	resp, err := http.Head(url)
	if err != nil {
		return 0, err
	}
	return resp.ContentLength, nil
}

func okDefer(client *http.Client, url string) (int64, error) {
	resp, err := client.Head(url)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	return resp.ContentLength, nil
}

func okHandOff(url string) (*http.Response, error) {
	return http.Head(url)
}
