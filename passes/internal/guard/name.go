package guard

import (
	"fmt"
	"go/types"
	"strings"
)

// CheckName reports what is wrong with the full name of a function as a user wrote it, or nil.
func CheckName(full string) error {
	_, err := parseName(full)
	return err
}

// PackageOf returns the path of the package in the full name of a function, or "" if it is no such name.
func PackageOf(full string) string {
	name, err := parseName(full)
	if err != nil {
		return ""
	}
	return name.pkg
}

// Find returns the function with this full name, which must be one of pkg. Type parameters may be left out.
func Find(full string, pkg *types.Package) (*types.Func, error) {
	name, err := parseName(WithoutTypeParams(full))
	if err != nil {
		return nil, err
	}
	fn, err := name.in(pkg)
	if fn != nil && WithoutTypeParams(fn.FullName()) == name.full {
		return fn, nil
	}
	return nil, err
}

// WithoutTypeParams returns the full name of a function without those of its receiver.
func WithoutTypeParams(full string) string {
	before, rest, found := strings.Cut(full, "[")
	if !found {
		return full
	}
	_, after, _ := strings.Cut(rest, "]")
	return before + after
}

// in returns the function of this name in its package. If it has another full name than this, there is an error, too.
func (n funcName) in(pkg *types.Package) (*types.Func, error) {
	var obj types.Object
	if n.recv == "" {
		obj = pkg.Scope().Lookup(n.name)
	} else if tn, ok := pkg.Scope().Lookup(n.recv).(*types.TypeName); ok {
		obj, _, _ = types.LookupFieldOrMethod(types.NewPointer(tn.Type()), false, pkg, n.name)
		if types.IsInterface(tn.Type()) {
			obj, _, _ = types.LookupFieldOrMethod(tn.Type(), false, pkg, n.name)
		}
	}
	fn, _ := obj.(*types.Func)
	if fn == nil {
		return nil, fmt.Errorf("package %s has no such function", n.pkg)
	}
	// The promoted method (*net.TCPConn).File is declared, and called, as (*net.conn).File.
	if got := fn.FullName(); got != n.full {
		return fn, fmt.Errorf("the function is called %s", got)
	}
	return fn, nil
}
