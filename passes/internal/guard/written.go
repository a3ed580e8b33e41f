package guard

import "go/types"

// incidental lists packages that write to what they are given for people to look at: nothing else depends on it, and who
// has it sees whether it is whole.
var incidental = map[string]bool{
	"log": true, "log/slog": true, "runtime/pprof": true, "runtime/trace": true,
	"github.com/charmbracelet/log": true, "github.com/go-kit/log": true, "github.com/hashicorp/go-hclog": true,
	"github.com/rs/zerolog": true, "github.com/sirupsen/logrus": true, "go.uber.org/zap": true, "go.uber.org/zap/zapcore": true,
	"k8s.io/klog/v2": true,
}

// Incidental reports whether what a function writes to its arguments is of no consequence: logs, profiles.
func Incidental(fn *types.Func) bool {
	return fn != nil && fn.Pkg() != nil && incidental[fn.Pkg().Path()]
}

// Removes reports whether the function of this full name removes a file.
func Removes(fn string) bool { return removing[fn] }

var removing = map[string]bool{
	"os.Remove": true, "os.RemoveAll": true, "(*os.Root).Remove": true, "(*os.Root).RemoveAll": true,
	"syscall.Unlink": true, "golang.org/x/sys/unix.Unlink": true,
}

// Renames reports whether the function of this full name gives a file another name, by which it stays.
func Renames(fn string) bool { return renaming[fn] }

var renaming = map[string]bool{
	"os.Rename": true, "os.Link": true, "(*os.Root).Rename": true, "(*os.Root).Link": true,
}
