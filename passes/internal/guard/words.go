package guard

// Participle says in a message what calling the method does to a guard: "closed" for Close.
func Participle(method string) string {
	if p := participles[method]; p != "" {
		return p
	}
	return "released by " + method
}

// ReleaseName reports whether methods of this name usually release their receiver. It is asked only about types that
// somebody has declared to be guards.
func ReleaseName(method string) bool { return participles[method] != "" }

var participles = map[string]string{
	"Close": "closed", "Stop": "stopped", "Shutdown": "shut down", "Release": "released", "Cancel": "cancelled",
	"End": "ended", "Finish": "finished", "Unlock": "unlocked", "Free": "freed", "Discard": "discarded",
	"Abort": "aborted", "Destroy": "destroyed", "Cleanup": "cleaned up", "Disconnect": "disconnected",
}
