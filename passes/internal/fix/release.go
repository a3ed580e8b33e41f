package fix

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"github.com/guardlint/guardlint/passes/internal/guard"
)

// finishing names the releases that do more than to give back: they wait, or end a piece of work that the program may not
// have done. Where they belong is not for a fix to say.
var finishing = map[string]bool{
	"Wait": true, "Done": true, "Commit": true, "Flush": true, "Scan": true, "Start": true, "Run": true, "Output": true,
	"CombinedOutput": true, "Next": true, "NextResultSet": true, "WriteAll": true, "All": true, "Hijack": true, "Orphan": true,
}

// undoing names the releases that revert a piece of work. Where that is not the usual release, a guard for which no path does
// otherwise is not used as meant.
var undoing = map[string]bool{"Rollback": true, "Discard": true, "Abort": true}

// plainly lists, in the order of preference, the methods that give back what their receiver owns and, going by their names, do
// no more. That the analysis sees others release it does not say what else they do: Delete, Destroy.
var plainly = []string{"Close", "Stop", "Shutdown", "Release", "Cancel", "End", "Free", "Disconnect"}

// name returns what the guard, or the function that releases it, is called at a position, and its type. It is "" if it has
// no name there.
func (r *repair) name(at token.Pos) (string, types.Type) {
	if r.o.Holder.In == guard.Process {
		return r.site.Name, types.Typ[types.Invalid]
	}
	v := r.variable()
	if v == nil {
		return "", nil
	}
	if _, obj := r.Pkg.Scope().Innermost(at).LookupParent(v.Name(), at); obj != v {
		return "", nil
	}
	target := types.ExprString(r.site.Target)
	return r.site.Name, r.fieldType(r.Info.TypeOf(r.site.Target), strings.TrimPrefix(r.site.Name, target))
}

// variable returns the variable that the name of the guard begins with, or nil if it is anything but fields of a variable.
func (r *repair) variable() *types.Var {
	e := r.site.Target
	for {
		switch x := e.(type) {
		case *ast.SelectorExpr:
			e = x.X
		case *ast.ParenExpr:
			e = x.X
		case *ast.Ident:
			v, _ := r.Info.ObjectOf(x).(*types.Var)
			return v
		default:
			return nil
		}
	}
}

// constant reports whether the variable that the name begins with has one value in the whole function.
func (r *repair) constant(name string) bool {
	v := r.variable()
	if v == nil {
		return r.o.Holder.In == guard.Process
	}
	writes := 0
	ast.Inspect(r.o.Fn.Syntax(), func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, l := range n.Lhs {
				if id, ok := l.(*ast.Ident); ok && r.Info.ObjectOf(id) == v {
					writes++
				}
				if sel, ok := l.(*ast.SelectorExpr); ok && (name == types.ExprString(sel) || strings.HasPrefix(name, types.ExprString(sel)+".")) {
					writes += 2
				}
			}
		case *ast.RangeStmt:
			for _, e := range []ast.Expr{n.Key, n.Value} {
				if id, ok := e.(*ast.Ident); ok && r.Info.ObjectOf(id) == v {
					writes += 2
				}
			}
		case *ast.UnaryExpr:
			if id, ok := n.X.(*ast.Ident); ok && n.Op == token.AND && r.Info.ObjectOf(id) == v {
				writes += 2
			}
		}
		return true
	})
	return writes <= 1
}

// fieldType returns the type at the end of a dotted path of fields, or nil.
func (r *repair) fieldType(t types.Type, dotted string) types.Type {
	for _, name := range strings.FieldsFunc(dotted, func(c rune) bool { return c == '.' }) {
		obj, _, _ := types.LookupFieldOrMethod(t, true, r.Pkg, name)
		if obj == nil {
			return nil
		}
		t = obj.Type()
	}
	return t
}

// code returns the call that releases the guard which goes by a name of the given type, or "".
func (r *repair) code(name string, typ types.Type, at token.Pos) string {
	if typ == nil {
		return ""
	}
	if r.o.Cleanup >= 0 {
		return r.call(name, typ, at)
	}
	if len(r.o.Releasers) > 0 {
		for _, method := range plainly {
			if code := r.method(name, typ, method, at); slices.Contains(r.o.Releasers, method) && code != "" {
				return code
			}
		}
		return ""
	}
	for i, rel := range r.o.Kind.Release {
		code := ""
		switch {
		case rel.When != guard.AnyOutcome, finishing[rel.Method], i > 0 && undoing[rel.Method] && r.v.Never():
		case rel.Call:
			code = r.call(name, typ, at)
		case rel.Method != "" && rel.Field == "":
			code = r.method(name, typ, rel.Method, at)
		case rel.Func != "":
			code = r.function(name, typ, rel, at)
		}
		if code != "" {
			return code
		}
	}
	return ""
}

// method returns the call of a method.
func (r *repair) method(name string, typ types.Type, method string, at token.Pos) string {
	fn, _, _ := types.LookupFieldOrMethod(typ, true, r.Pkg, method)
	if fn, ok := fn.(*types.Func); ok {
		return r.call(name+"."+method, fn.Type(), at)
	}
	return ""
}

// call returns the call of a function, if there is no doubt about its arguments.
func (r *repair) call(name string, typ types.Type, at token.Pos) string {
	sig, ok := typ.Underlying().(*types.Signature)
	if !ok {
		return ""
	}
	params := sig.Params()
	switch {
	case params.Len() == 0 || params.Len() == 1 && sig.Variadic():
		return name + "()"
	case params.Len() > 1:
		return ""
	case guard.IsError(params.At(0).Type()): // cancel(cause)
		return name + "(nil)"
	case params.At(0).Type().String() == "context.Context":
		if pkg := importedAs(r.Program, "context", at); pkg != nil {
			return name + "(" + pkg.Name() + ".Background())"
		}
	}
	return ""
}

// function returns the call of a function that takes the guard, or what stands for it.
func (r *repair) function(name string, typ types.Type, rel guard.Release, at token.Pos) string {
	pkg := importedAs(r.Program, guard.PackageOf(rel.Func), at)
	if pkg == nil {
		return ""
	}
	fn, ok := pkg.Imported().Scope().Lookup(rel.Func[strings.LastIndexByte(rel.Func, '.')+1:]).(*types.Func)
	if !ok {
		return ""
	}
	called := pkg.Name() + "." + fn.Name()
	params := fn.Signature().Params()
	switch {
	case rel.Arg == guard.NoArg:
		return called + "()"
	case params.Len() != 1 || rel.Arg != 0:
		return ""
	case types.AssignableTo(typ, params.At(0).Type()):
		return called + "(" + name + ")"
	}
	for _, handle := range r.o.Kind.Handles {
		if got, _, _ := types.LookupFieldOrMethod(typ, true, r.Pkg, handle); got != nil {
			sig, ok := got.Type().(*types.Signature)
			if ok && sig.Results().Len() == 1 && types.AssignableTo(sig.Results().At(0).Type(), params.At(0).Type()) {
				return called + "(" + name + "." + handle + "())"
			}
		}
	}
	return ""
}

// importedAs returns the name of an imported package at a position, or nil if it has none there.
func importedAs(p Program, path string, at token.Pos) *types.PkgName {
	for _, spec := range p.File.Imports {
		if got, err := strconv.Unquote(spec.Path.Value); err != nil || got != path {
			continue
		}
		name := p.Info.PkgNameOf(spec)
		if name == nil {
			continue
		}
		if _, obj := p.Pkg.Scope().Innermost(at).LookupParent(name.Name(), at); obj == name {
			return name
		}
	}
	return nil
}

// fresh names a result that was assigned to the blank identifier. The edit puts the name in its place.
func (r *repair) fresh() (name string, typ types.Type, e Edit) {
	list, i := r.statement()
	if list.stmts == nil || !r.site.Discarded {
		return "", nil, e
	}
	assign, ok := list.stmts[i].(*ast.AssignStmt)
	results, isTuple := r.Info.TypeOf(r.site.Call).(*types.Tuple)
	if !ok || !isTuple || len(assign.Lhs) != results.Len() || !isBlank(r.site.Target) {
		return "", nil, e
	}
	id := r.site.Target.(*ast.Ident)
	index := 0
	for assign.Lhs[index] != r.site.Target {
		index++
	}
	result := results.At(index)
	name = r.unused(r.baseName(result), r.blanksBefore(assign, result.Type()))
	e = Edit{Pos: id.Pos(), End: id.End(), Text: name}
	if assign.Tok == token.ASSIGN {
		if index != len(assign.Lhs)-1 || !r.redeclares(assign) {
			return "", nil, e
		}
		e = Edit{Pos: id.Pos(), End: assign.TokPos + 1, Text: name + " :="}
	}
	return name, result.Type(), e
}

// baseName returns a name for a result.
func (r *repair) baseName(result *types.Var) string {
	switch name := result.Name(); {
	case name != "" && name != "_" && name != "err":
		return name
	case r.o.Kind.ByCall():
		return "cancel"
	case r.o.Cleanup >= 0:
		return "cleanup"
	}
	if noun := r.o.Kind.Noun; token.IsIdentifier(noun) {
		return noun
	}
	return "opened"
}

// unused returns a name that means nothing where the guard is acquired, and nothing else in the function: the base, or the
// base with a number. As many such names are left out as wanted.
func (r *repair) unused(base string, leave int) string {
	used := make(map[string]bool)
	if fn := r.declaration(); fn != nil {
		ast.Inspect(fn, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				used[id.Name] = true
			}
			return true
		})
	}
	at := r.site.Call.Pos()
	name := base
	for i := 2; ; i++ {
		if _, obj := r.Pkg.Scope().Innermost(at).LookupParent(name, at); obj == nil && !used[name] {
			if leave == 0 {
				return name
			}
			leave--
		}
		name = fmt.Sprint(base, i)
	}
}

// declaration returns the declared function that the guard is acquired in, or nil.
func (r *repair) declaration() *ast.FuncDecl {
	for _, n := range r.site.Outer {
		if fn, ok := n.(*ast.FuncDecl); ok {
			return fn
		}
	}
	return nil
}

// blanksBefore counts the results of the same type that the function discards before an assignment: fixes that name
// them must not choose the same name.
func (r *repair) blanksBefore(assign *ast.AssignStmt, t types.Type) (n int) {
	fn := r.declaration()
	if fn == nil {
		return 0
	}
	ast.Inspect(fn, func(m ast.Node) bool {
		other, ok := m.(*ast.AssignStmt)
		if !ok || other.Pos() >= assign.Pos() || len(other.Rhs) != 1 {
			return true
		}
		results, isTuple := r.Info.TypeOf(other.Rhs[0]).(*types.Tuple)
		for i, l := range other.Lhs {
			if isTuple && i < results.Len() && isBlank(l) && types.Identical(results.At(i).Type(), t) {
				n++
			}
		}
		return true
	})
	return n
}

// redeclares reports whether an assignment means the same variables when it is made a declaration: all are declared in the
// block that it is in.
func (r *repair) redeclares(assign *ast.AssignStmt) bool {
	scope := r.Pkg.Scope().Innermost(assign.Pos())
	for _, l := range assign.Lhs {
		id, ok := l.(*ast.Ident)
		if !ok {
			return false
		}
		if obj := r.Info.ObjectOf(id); id.Name != "_" && (obj == nil || obj.Parent() != scope) {
			return false
		}
	}
	return true
}
