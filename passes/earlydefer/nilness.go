package earlydefer

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/guardlint/guardlint/passes/internal/effect"
	"github.com/guardlint/guardlint/passes/internal/guard"
	"github.com/guardlint/guardlint/passes/internal/obligation"
)

// needsReceiver lists methods of the standard library that panic if their receiver is nil. The rest, above all
// (*os.File).Close, which returns ErrInvalid, takes nil for an answer. A test calls them.
var needsReceiver = map[string]bool{
	"(*archive/zip.ReadCloser).Close":  true,
	"(*compress/gzip.Reader).Close":    true,
	"(*crypto/tls.Conn).Close":         true,
	"(*database/sql.Conn).Close":       true,
	"(*database/sql.DB).Close":         true,
	"(*database/sql.Rows).Close":       true,
	"(*database/sql.Stmt).Close":       true,
	"(*database/sql.Tx).Commit":        true,
	"(*database/sql.Tx).Rollback":      true,
	"(*debug/elf.File).Close":          true,
	"(*debug/macho.File).Close":        true,
	"(*debug/pe.File).Close":           true,
	"(*mime/multipart.Form).RemoveAll": true,
	"(*net/rpc.Client).Close":          true,
	"(*net/smtp.Client).Close":         true,
	"(*net/smtp.Client).Quit":          true,
	"(*net/textproto.Conn).Close":      true,
	"(*os.File).Name":                  true,
	"(*os.Process).Release":            true,
	"(*os.Process).Wait":               true,
	"(*os.Root).Close":                 true,
}

// derefsReceiver reports whether a method is known to panic if its receiver is nil. body is its code, if we have it.
func derefsReceiver(fn *types.Func, body *ssa.Function) bool {
	if needsReceiver[fn.Origin().FullName()] {
		return true
	}
	if body == nil || len(body.Blocks) == 0 || len(body.Params) == 0 {
		return false
	}
	for _, instr := range body.Blocks[0].Instrs { // before any test
		switch instr := instr.(type) {
		case *ssa.FieldAddr:
			if instr.X == body.Params[0] {
				return true
			}
		case *ssa.UnOp:
			if instr.X == body.Params[0] {
				return true
			}
		}
	}
	return false
}

// maxForward is how many functions a result may be handed through.
const maxForward = 4

// nilOnFailure reports whether result i of the acquisition is known to be nil, or a nil interface or function, where the
// call fails: by the documentation of the standard library, or because the package itself returns nil. Others may return
// something that can be released beside their error.
func nilOnFailure(o *obligation.Obligation, i int) bool {
	call := o.Site.Common()
	if o.Via == nil && isStd(effect.Called(call)) {
		return true
	}
	return returnsNil(call.StaticCallee(), i, maxForward)
}

func isStd(fn *types.Func) bool {
	return fn != nil && fn.Pkg() != nil && guard.IsStd(fn.Pkg().Path())
}

// returnsNil reports whether result i of a function is nil at all its returns with an error.
func returnsNil(fn *ssa.Function, i, depth int) bool {
	if fn == nil || len(fn.Blocks) == 0 || depth == 0 {
		return false
	}
	fails := false
	for _, b := range fn.Blocks {
		ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
		if !ok || b == fn.Recover {
			continue
		}
		err, result := ret.Results[len(ret.Results)-1], ret.Results[i]
		switch {
		case isNil(err):
		case isNil(result), forwards(result, err, depth):
			fails = true
		default:
			return false
		}
	}
	return fails
}

// forwards reports whether two results are those of one call which is known to return nil beside an error.
func forwards(result, err ssa.Value, depth int) bool {
	x, ok := result.(*ssa.Extract)
	if !ok {
		return false
	}
	y, ok := err.(*ssa.Extract)
	call, isCall := x.Tuple.(*ssa.Call)
	if !ok || !isCall || y.Tuple != x.Tuple {
		return false
	}
	return returnsNil(call.Call.StaticCallee(), x.Index, depth-1)
}

func isNil(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.IsNil()
}
