// Package graft adds analyzers to the list that gopls keeps of its own.
//
// gopls has no way to register an analyzer from outside: its entries have unexported fields. This package sets
// the one field that matters by reflection, after having made sure that the list looks as expected, so that
// a gopls that has changed is refused with a reason instead of being given a wrong value.
//
// The package imports nothing of gopls and can be tested without it. Its source is copied into the module that
// `guardlint gopls` builds, which may not import internal packages of guardlint.
package graft

import (
	"fmt"
	"reflect"
	"unsafe"

	"golang.org/x/tools/go/analysis"
)

// field is the field of gopls' entries that holds the analyzer.
const field = "analyzer"

// Append appends an entry for each of checks to the list that ptr points to, which must be a pointer to a
// slice of pointers to structs with a field `analyzer` of type *analysis.Analyzer. All other fields of the new
// entries are zero: for gopls this means enabled, of severity warning, with fixes offered as quick fixes.
//
// Nothing is changed when an error is returned.
func Append(ptr any, checks []*analysis.Analyzer) error {
	list := reflect.ValueOf(ptr)
	entry, err := entryType(list.Type())
	if err != nil {
		return err
	}
	grown := list.Elem()

	// Settings and code actions find analyzers by name: a second one with the same name could not be configured.
	taken := make(map[string]bool)
	for i := range grown.Len() {
		if a := *analyzerOf(grown.Index(i)); a != nil {
			taken[a.Name] = true
		}
	}
	for _, check := range checks {
		if taken[check.Name] {
			return fmt.Errorf("gopls already has an analyzer called %s", check.Name)
		}
		taken[check.Name] = true

		added := reflect.New(entry)
		*analyzerOf(added) = check
		grown = reflect.Append(grown, added)
	}
	list.Elem().Set(grown)
	return nil
}

// entryType returns the struct type of the entries of a list whose address has type ptr, or why it is unfit.
func entryType(ptr reflect.Type) (reflect.Type, error) {
	if ptr.Kind() != reflect.Pointer || ptr.Elem().Kind() != reflect.Slice {
		return nil, fmt.Errorf("its list of analyzers is a %v, not a slice", ptr)
	}
	elem := ptr.Elem().Elem()
	if elem.Kind() != reflect.Pointer || elem.Elem().Kind() != reflect.Struct {
		return nil, fmt.Errorf("its list of analyzers holds %v, not pointers to structs", elem)
	}
	f, ok := elem.Elem().FieldByName(field)
	if !ok {
		return nil, fmt.Errorf("its type %v has no field %q", elem.Elem(), field)
	}
	if want := reflect.TypeFor[*analysis.Analyzer](); f.Type != want {
		return nil, fmt.Errorf("field %q of its type %v is a %v, not a %v", field, elem.Elem(), f.Type, want)
	}
	return elem.Elem(), nil
}

// analyzerOf returns the address of the analyzer in the entry that ptr points to. The field is unexported, so
// reflection alone may read but not set it. entryType has checked that the types agree.
func analyzerOf(ptr reflect.Value) **analysis.Analyzer {
	return (**analysis.Analyzer)(unsafe.Pointer(ptr.Elem().FieldByName(field).UnsafeAddr()))
}
