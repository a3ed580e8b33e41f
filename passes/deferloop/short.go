package deferloop

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
)

// handful is the number of rounds up to which a loop that says it in its head may leave its guards for the end.
const handful = 10

// short reports whether the head of a loop shows that it runs a handful of rounds at most:
//
//	for range 3 {
//	for i := 0; i < 3; i++ {
//	for _, name := range []string{"a", "b"} {
//	for _, v := range [4]int{} {
func short(info *types.Info, loop ast.Stmt) bool {
	switch loop := loop.(type) {
	case *ast.ForStmt:
		cond, ok := loop.Cond.(*ast.BinaryExpr)
		return ok && loop.Post != nil && (cond.Op == token.LSS || cond.Op == token.LEQ) && few(info, cond.Y)
	case *ast.RangeStmt:
		if lit, ok := ast.Unparen(loop.X).(*ast.CompositeLit); ok {
			return len(lit.Elts) <= handful
		}
		if array := arrayUnder(info.TypeOf(loop.X)); array != nil {
			return array.Len() <= handful
		}
		return few(info, loop.X)
	}
	return false
}

// few reports whether an expression is a small constant.
func few(info *types.Info, e ast.Expr) bool {
	v := info.Types[e].Value
	if v == nil || v.Kind() != constant.Int {
		return false
	}
	n, exact := constant.Int64Val(v)
	return exact && n <= handful
}

// arrayUnder returns the array that t is or points to, or nil.
func arrayUnder(t types.Type) *types.Array {
	if t == nil {
		return nil
	}
	t = t.Underlying()
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem().Underlying()
	}
	array, _ := t.(*types.Array)
	return array
}
