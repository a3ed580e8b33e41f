package guard

import "go/types"

// incidental lists functions that write to what they are given for people to look at: nothing else depends on it, and who
// has it sees whether it is whole.
var incidental = map[string]bool{
	"log.New": true, "log.SetOutput": true, "(*log.Logger).SetOutput": true,
	"log/slog.NewTextHandler": true, "log/slog.NewJSONHandler": true,
	"runtime/pprof.StartCPUProfile": true, "runtime/pprof.WriteHeapProfile": true, "(*runtime/pprof.Profile).WriteTo": true,
	"runtime/trace.Start": true,
}

// Incidental reports whether what a function writes to its arguments is of no consequence: logs, profiles.
func Incidental(fn *types.Func) bool { return fn != nil && incidental[fn.FullName()] }
