package guard

import "go/types"

var errorType = types.Universe.Lookup("error").Type()

// IsError reports whether t is the predeclared error type.
func IsError(t types.Type) bool {
	return t != nil && types.Identical(t, errorType)
}

// Translates reports whether a function has an error as its only parameter and its only result.
func Translates(sig *types.Signature) bool {
	return sig.Recv() == nil && sig.Params().Len() == 1 && sig.Results().Len() == 1 && IsError(sig.Params().At(0).Type()) && IsError(sig.Results().At(0).Type())
}

// TruthResult returns the number of the last result if it is a truth value, or -1.
func TruthResult(sig *types.Signature) int {
	n := sig.Results().Len() - 1
	if n < 0 {
		return -1
	}
	if IsTruth(sig.Results().At(n).Type()) {
		return n
	}
	return -1
}

// IsTruth reports whether values of type t are true or false.
func IsTruth(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsBoolean != 0
}

// IsErrno reports whether t is a number that is an error by itself, as syscall.Errno is: zero means that nothing failed.
func IsErrno(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsInteger != 0 && types.AssignableTo(t, errorType)
}

// ErrorResult returns the number of the last result if it is an error, or -1.
func ErrorResult(sig *types.Signature) int {
	if n := sig.Results().Len(); n > 0 && IsError(sig.Results().At(n-1).Type()) {
		return n - 1
	}
	return -1
}
