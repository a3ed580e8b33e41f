package guard

// httpKinds are response bodies, test servers and forms. Idle connections of a Transport are a cache, not a duty, and
// http.ReadResponse parses from a reader that its caller owns: neither has a row.
func httpKinds() []Kind {
	body := Holder{In: Result, Field: "Body"}
	return []Kind{
		{
			Name: "body", Noun: "response body", Verb: "closed",
			Acquire: acquireAt(body, ErrNil,
				"net/http.Get", "net/http.Post", "net/http.PostForm",
				"(*net/http.Client).Do", "(*net/http.Client).Get", "(*net/http.Client).Post", "(*net/http.Client).PostForm",
				"(net/http.RoundTripper).RoundTrip", "(*net/http.Transport).RoundTrip", "(*net/http.ClientConn).RoundTrip",
			),
			Made:       []string{"*net/http.Response"},
			Release:    byMethod("Close"),
			Idempotent: true,
			Uses:       []string{"Read"},
			Why: "\"The caller must close the response body when finished with it\" (net/http), whatever the status code " +
				"and even if nothing was read; else the connection and its two goroutines stay. On error the body is closed " +
				"already.",
		},
		{
			Name: "headbody", Noun: "response body", Verb: "closed",
			Acquire:    acquireAt(body, ErrNil, "net/http.Head", "(*net/http.Client).Head"),
			Release:    byMethod("Close"),
			Idempotent: true,
			Ceiling:    Unsure,
			Why:        "The response to HEAD has no body (http.NoBody), so that Close is a matter of form.",
		},
		{
			Name: "testserver", Noun: "test server", Verb: "closed",
			Acquire: acquireAlways(
				"net/http/httptest.NewServer", "net/http/httptest.NewTLSServer", "net/http/httptest.NewUnstartedServer"),
			Release:    byMethod("Close"),
			Idempotent: true,
			Ceiling:    Likely,
			Why: "\"The caller should call Close when finished, to shut it down\" (httptest); an unstarted server listens " +
				"already. In a test the process ends soon, hence likely.",
		},
		{
			Name: "form", Noun: "multipart form", Verb: "removed",
			Acquire:    acquire("(*mime/multipart.Reader).ReadForm"),
			Release:    byMethod("RemoveAll"),
			Idempotent: true,
			Durable:    true,
			Ceiling:    Likely,
			Why: "Parts beyond the memory limit are temporary files until RemoveAll. Request.ParseMultipartForm has no " +
				"row: the server removes that form when the handler has returned.",
		},
	}
}
