package guard

import (
	"fmt"
	"go/version"
	"strings"
)

// validate reports the first thing that is wrong with a kind by itself, that is, without looking at the functions it
// names. See [Verify] for those.
func (k *Kind) validate() error {
	fail := func(format string, args ...any) error {
		return fmt.Errorf("guard kind %q: "+format, append([]any{k.Name}, args...)...)
	}
	switch {
	case k.Name == "":
		return fmt.Errorf("a guard kind has no name")
	case k.Noun == "" || k.Verb == "":
		return fail("it needs a noun and a verb for messages, such as \"file\" and \"closed\"")
	case k.Why == "":
		return fail("it needs a reason (Why)")
	case k.Check != "" && k.Check != "unreleased" && k.Check != "lockheld":
		return fail("no check is called %q", k.Check)
	case len(k.Acquire) == 0 && len(k.Made) == 0 && !k.ByChannel():
		return fail("no call acquires it")
	case len(k.Release) == 0:
		return fail("nothing releases it")
	case k.Idempotent && k.Twice.Harmful():
		return fail("a second release cannot both be harmless and do harm")
	}
	seen := make(map[Acquisition]bool)
	for _, a := range k.Acquire {
		if err := a.validate(); err != nil {
			return fail("%w", err)
		}
		key := Acquisition{Func: a.Func, Holder: a.Holder}
		if seen[key] {
			return fail("%s is listed twice", a.Func)
		}
		seen[key] = true
	}
	for _, r := range k.Release {
		if err := r.validate(); err != nil {
			return fail("%w", err)
		}
	}
	return nil
}

func (a *Acquisition) validate() error {
	if _, err := parseName(a.Func); err != nil {
		return err
	}
	if a.Holder.Index < 0 || (a.Holder.In != Result && a.Holder.In != Arg && a.Holder.Index != 0) {
		return fmt.Errorf("%s: %d is no index of a result or an argument", a.Func, a.Holder.Index)
	}
	if a.Until != "" && !version.IsValid(a.Until) {
		return fmt.Errorf("%s: %q is no go version, write it as \"go1.23\"", a.Func, a.Until)
	}
	return nil
}

func (r *Release) validate() error {
	ways := 0
	for _, set := range []bool{r.Method != "", r.Func != "", r.Call, r.Close, r.Send} {
		if set {
			ways++
		}
	}
	if ways != 1 {
		return fmt.Errorf("a release is either a method, or a function, or a call of the guard itself, or something done to a channel")
	}
	if r.Func == "" {
		return nil
	}
	if r.Arg < NoArg {
		return fmt.Errorf("%s: %d is no index of an argument", r.Func, r.Arg)
	}
	_, err := parseName(r.Func)
	return err
}

// A funcName is a full name taken apart: "(*net/http.Client).Do" is the method Do of *Client in net/http.
type funcName struct {
	full            string
	pkg, recv, name string // recv is empty for a function
}

// parseName takes a full name apart, as [go/types.Func.FullName] composes it.
func parseName(full string) (funcName, error) {
	rest, fn := full, funcName{full: full}
	if strings.HasPrefix(full, "(") {
		recv, name, ok := strings.Cut(full[1:], ").")
		if !ok {
			return funcName{}, nameError(full)
		}
		rest, fn.name = strings.TrimPrefix(recv, "*"), name
	}
	// The last dot after the last slash ends the package path: gopkg.in/yaml.v3.Unmarshal.
	dot := strings.LastIndexByte(rest, '.')
	if dot <= strings.LastIndexByte(rest, '/')+1 || dot == len(rest)-1 {
		return funcName{}, nameError(full)
	}
	fn.pkg = rest[:dot]
	if rest == full {
		fn.name = rest[dot+1:]
	} else {
		fn.recv = rest[dot+1:]
	}
	if fn.name == "" || strings.ContainsAny(fn.name+fn.recv, "()*/. ") || strings.ContainsAny(fn.pkg, "()* ") {
		return funcName{}, nameError(full)
	}
	return fn, nil
}

func nameError(full string) error {
	return fmt.Errorf("%q names no function: write pkg/path.Func, (pkg/path.Type).Method or (*pkg/path.Type).Method", full)
}

// bareName returns what stands after the last dot of a full name.
func bareName(full string) string {
	return full[strings.LastIndexByte(full, '.')+1:]
}
