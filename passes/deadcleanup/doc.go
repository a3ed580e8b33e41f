// Package deadcleanup reports cleanup that is given a context which is already done.
//
// A release that takes a context gives up when the context is done. If it is done from the start, as the context whose
// end started the cleanup is, then the release does nothing, or half of it: connections are cut instead of drained, a
// transaction is not rolled back, a session stays.
//
// # What it reports
//
// A call of a release with a context that is known to be done there: after a receive from its Done channel, in the case
// of a select for it, where its Err is not nil, after a call of its cancel function, after the Wait of its error group,
// in a function that context.AfterFunc runs for it. What is derived from a context is done with it. The category is
// done, or deferred where the release is deferred and the function ends because the context does.
//
// # Example (bad)
//
// Shutdown returns at once, with requests still running:
//
//	func serve(ctx context.Context, srv *http.Server) error {
//		go srv.ListenAndServe()
//		<-ctx.Done()
//		return srv.Shutdown(ctx) // guardlint: srv.Shutdown gets ctx, which is done from line 3 on
//	}
//
// # Fix (good)
//
//	func serve(ctx context.Context, srv *http.Server) error {
//		go srv.ListenAndServe()
//		<-ctx.Done()
//		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
//		defer cancel()
//		return srv.Shutdown(ctx)
//	}
//
// # What it does not report
//
// Cleanup with a context that may be done, and may not: a deadline that may have passed, a parent that somebody else may
// have cancelled. Contexts that context.WithoutCancel detached, or that a function of the program derived in its own
// way. Releases that do not heed the end of their context: those that only read its values, or none. Other calls than
// releases: work that fails because its context is done fails on purpose.
//
// # Suppressing
//
// A comment on or above the line, with a reason, silences the check:
//
//	//guardlint:ignore deadcleanup a second signal cuts the connections
package deadcleanup
