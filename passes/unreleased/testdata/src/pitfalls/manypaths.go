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
