package pitfalls

import (
	"encoding/json"
	"os"
)

// What leaks on a path that was followed leaks, although there are more paths than anybody follows.

func badBeforeTooManyPaths(name string, set map[string]int) (map[string]int, error) {
	f, err := os.Open(name) // want `f is not closed if the function returns at line L(decode)`
	if err != nil {
		return nil, err
	}
	out := make(map[string]int)
	if err := json.NewDecoder(f).Decode(&out); err != nil {
		return nil, err // L(decode)
	}
	hasCpu := false
	hasMemory := false
	hasSwap := false
	hasPids := false
	hasBlkio := false
	hasShares := false
	hasQuota := false
	hasPeriod := false
	hasWeight := false
	hasNodes := false
	if set["cpu"] > 0 {
		hasCpu = true
	}
	if set["memory"] > 0 {
		hasMemory = true
	}
	if set["swap"] > 0 {
		hasSwap = true
	}
	if set["pids"] > 0 {
		hasPids = true
	}
	if set["blkio"] > 0 {
		hasBlkio = true
	}
	if set["shares"] > 0 {
		hasShares = true
	}
	if set["quota"] > 0 {
		hasQuota = true
	}
	if set["period"] > 0 {
		hasPeriod = true
	}
	if set["weight"] > 0 {
		hasWeight = true
	}
	if set["nodes"] > 0 {
		hasNodes = true
	}
	if hasCpu {
		out["cpu"]++
	}
	if hasMemory {
		out["memory"]++
	}
	if hasSwap {
		out["swap"]++
	}
	if hasPids {
		out["pids"]++
	}
	if hasBlkio {
		out["blkio"]++
	}
	if hasShares {
		out["shares"]++
	}
	if hasQuota {
		out["quota"]++
	}
	if hasPeriod {
		out["period"]++
	}
	if hasWeight {
		out["weight"]++
	}
	if hasNodes {
		out["nodes"]++
	}
	return out, f.Close()
}

// What variables hold that nothing is decided by tells no paths apart, nor does the round that a loop is in.

type query struct{ sql, tag, stamp, measurement, unit string }

func badManyVariables(name string, queries []query) error {
	f, err := os.Open(name) // want `f is not closed if the function returns at line L(none)`
	if err != nil {
		return err
	}
	n := 0
	for i := range queries {
		sql, tag, stamp, measurement, unit := "select", "none", "now", "default", "s"
		if queries[i].sql != "" {
			sql = queries[i].sql
		}
		if queries[i].tag != "" {
			tag = queries[i].tag
		}
		if queries[i].stamp != "" {
			stamp = queries[i].stamp
		}
		if queries[i].measurement != "" {
			measurement = queries[i].measurement
		}
		if queries[i].unit != "" {
			unit = queries[i].unit
		}
		println(sql, tag, stamp, measurement, unit)
		n++
	}
	if n == 0 {
		return nil // L(none)
	}
	return f.Close()
}

// However many paths there are, what decided that there is a guard is not forgotten.

func okDecidedBefore(name string, write bool, set map[string]int) error {
	var f *os.File
	if write {
		var err error
		if f, err = os.Create(name); err != nil {
			return err
		}
	}
	hasCpu := set["cpu"] > 0
	if hasCpu {
		set["cpu"]++
	}
	hasMemory := set["memory"] > 0
	if hasMemory {
		set["memory"]++
	}
	hasSwap := set["swap"] > 0
	if hasSwap {
		set["swap"]++
	}
	hasPids := set["pids"] > 0
	if hasPids {
		set["pids"]++
	}
	hasBlkio := set["blkio"] > 0
	if hasBlkio {
		set["blkio"]++
	}
	hasShares := set["shares"] > 0
	if hasShares {
		set["shares"]++
	}
	if hasCpu {
		set["cpu"]--
	}
	if hasMemory {
		set["memory"]--
	}
	if hasSwap {
		set["swap"]--
	}
	if hasPids {
		set["pids"]--
	}
	if hasBlkio {
		set["blkio"]--
	}
	if hasShares {
		set["shares"]--
	}
	if write {
		return f.Close()
	}
	return nil
}

// A walk along a list is no number of lists.

type link struct {
	next *link
	data []byte
}

func badAlongList(name string, l *link, low bool) error {
	f, err := os.Open(name) // want `f is not closed if the function returns at line L(list)`
	if err != nil {
		return err
	}
	for low && l.data != nil {
		enter()
		l.data = nil
		if l.next == nil || l.next.data == nil {
			break
		}
		l = l.next
	}
	if err := read(f); err != nil {
		return err // L(list)
	}
	return f.Close()
}

// Which of two functions a variable has tells no paths apart, either.

func badManyFunctions(name string, known map[string]bool) (out map[string]int, err error) {
	show := func(what string) func(bool) bool {
		_, ok := known[what]
		if !ok {
			return func(bool) bool { return true }
		}
		done := false
		return func(cond bool) bool {
			if cond && !done {
				done = true
				println(what)
			}
			return done
		}
	}
	cpu, disk, host, mem := show("cpu"), show("disk"), show("host"), show("mem")
	proc, conf, errs, serv := show("proc"), show("conf"), show("errs"), show("serv")
	admin, kernel, swap := show("admin"), show("kernel"), show("swap")
	all := func() bool {
		return admin(len(out) > 0) && cpu(len(out) > 1) && disk(len(out) > 2) && host(len(out) > 3) && mem(len(out) > 4) &&
			proc(len(out) > 5) && conf(len(out) > 6) && errs(len(out) > 7) && serv(len(out) > 8) && kernel(len(out) > 9) && swap(len(out) > 10)
	}
	f, err := os.Open(name) // want `f is never closed`
	if err != nil {
		return nil, err
	}
	dec := json.NewDecoder(f)
	for {
		if err = dec.Decode(&out); err != nil {
			break
		}
		all()
	}
	return out, nil
}
