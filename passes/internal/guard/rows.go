package guard

import "strings"

// The tables are written with these few words, so that a row reads as its documentation would: which calls, which
// results, how released. A row that needs more than they can say is spelled out as a literal.

// acquire lists calls that return the guard as result 0 and fail as their signature says.
func acquire(funcs ...string) []Acquisition {
	return acquireResult(0, Auto, funcs...)
}

// acquireAlways lists calls that return the guard as result 0 and cannot fail.
func acquireAlways(funcs ...string) []Acquisition {
	return acquireResult(0, Always, funcs...)
}

// acquireResult lists calls that return the guard as the result with this index.
func acquireResult(index int, valid Validity, funcs ...string) []Acquisition {
	return acquireAt(Holder{In: Result, Index: index}, valid, funcs...)
}

// acquireReceiver lists methods after which their receiver has to be released.
func acquireReceiver(valid Validity, funcs ...string) []Acquisition {
	return acquireAt(Holder{In: Receiver}, valid, funcs...)
}

// acquireAt lists calls with the same holder and validity.
func acquireAt(holder Holder, valid Validity, funcs ...string) []Acquisition {
	rows := make([]Acquisition, 0, len(funcs))
	for _, fn := range funcs {
		rows = append(rows, Acquisition{Func: fn, Holder: holder, Valid: valid})
	}
	return rows
}

// until marks the acquisitions as free of duty from this go version on.
func until(version string, rows []Acquisition) []Acquisition {
	for i := range rows {
		rows[i].Until = version
	}
	return rows
}

// both joins lists of acquisitions that differ in holder or validity.
func both(lists ...[]Acquisition) []Acquisition {
	var rows []Acquisition
	for _, list := range lists {
		rows = append(rows, list...)
	}
	return rows
}

// byMethod lists methods of the guard, any of which releases it.
func byMethod(names ...string) []Release {
	rows := make([]Release, 0, len(names))
	for _, name := range names {
		rows = append(rows, Release{Method: name})
	}
	return rows
}

// undoing marks releases that throw away what was written.
func undoing(rows []Release) []Release {
	for i := range rows {
		rows[i].Undoes = true
	}
	return rows
}

// byCommit lists the methods that end a transaction: one that makes what was written last, one that undoes it.
func byCommit(commit, rollback string) []Release {
	return append(byMethod(commit), undoing(byMethod(rollback))...)
}

// opened marks the acquisitions of files as made in a mode.
func opened(mode Mode, rows []Acquisition) []Acquisition {
	for i := range rows {
		rows[i].Mode = mode
	}
	return rows
}

// byFunc lists functions that release the guard given as argument 0.
func byFunc(funcs ...string) []Release {
	rows := make([]Release, 0, len(funcs))
	for _, fn := range funcs {
		rows = append(rows, Release{Func: fn})
	}
	return rows
}

// byCall is the release of a cleanup function: calling it.
func byCall() []Release {
	return []Release{{Call: true}}
}

// methods composes the full names of methods: each of the types in pkg ("*Conn Tx") with each of the names.
func methods(pkg, types string, names ...string) []string {
	var full []string
	for recv := range strings.FieldsSeq(types) {
		star, recv := "", recv
		if bare, ok := strings.CutPrefix(recv, "*"); ok {
			star, recv = "*", bare
		}
		for _, name := range names {
			full = append(full, "("+star+pkg+"."+recv+")."+name)
		}
	}
	return full
}

// functions composes the full names of functions of pkg.
func functions(pkg string, names ...string) []string {
	full := make([]string, 0, len(names))
	for _, name := range names {
		full = append(full, pkg+"."+name)
	}
	return full
}

// acquireTemporary lists the makers of temporary files and directories, whose first string is the directory to make
// them in; the empty string stands for that of the system, which nobody else cleans.
func acquireTemporary(funcs ...string) []Acquisition {
	rows := acquire(funcs...)
	for i := range rows {
		rows[i].PairedUnless = `""`
	}
	return rows
}
