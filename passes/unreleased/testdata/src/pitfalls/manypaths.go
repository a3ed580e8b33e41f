package pitfalls

import (
	"bufio"
	"database/sql"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strings"
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

type query struct {
	sql, tag, stamp, measurement string
	named                        bool
	version                      int
}

func badManyVariables(db *sql.DB, version int, queries []query, names []string, log func(error)) {
	var measurement, addon, stamp string
	var columns, tags []string
	for i := range queries {
		text, tag := queries[i].sql, queries[i].tag
		if queries[i].measurement != "" {
			measurement = queries[i].measurement
		} else {
			measurement = "default"
		}
		if queries[i].named {
			if len(names) != 0 {
				addon = strings.Join(names, ",")
			} else {
				addon = " is not null"
			}
		} else {
			addon = ""
		}
		stamp = queries[i].stamp
		if queries[i].version <= version {
			rows, err := db.Query(text + addon) // want `rows is overwritten in the next iteration before it is closed`
			if err != nil {
				log(err)
				continue
			}
			if columns, err = rows.Columns(); err != nil {
				log(err)
				continue
			}
			if tag != "" {
				for _, t := range strings.Split(tag, ",") {
					tags = append(tags, t)
				}
			}
			for rows.Next() {
				if err = rows.Scan(&measurement, &stamp, columns, tags); err != nil {
					log(err)
					break
				}
			}
			rows.Close()
		}
	}
}

// A flag that the deferred function asks is remembered in however many paths a parameter has.

type transfer struct {
	body   io.Reader
	closer io.Closer
	head   bool
	length int64
	enc    []string
}

func (t *transfer) write(w io.Writer) (err error) {
	var n int64
	closed := false
	defer func() {
		if closed || t.closer == nil {
			return
		}
		if e := t.closer.Close(); e != nil && err == nil {
			err = e
		}
	}()
	if !t.head && t.body != nil {
		if len(t.enc) > 0 {
			if bw, ok := w.(*bufio.Writer); ok && !t.head {
				w = bw
			}
			_, err = io.Copy(w, t.body)
		} else if t.length == -1 {
			n, err = io.Copy(w, t.body)
		} else {
			n, err = io.Copy(w, io.LimitReader(t.body, t.length))
			if err != nil {
				return err
			}
			var more int64
			more, err = io.Copy(io.Discard, t.body)
			n += more
		}
		if err != nil {
			return err
		}
	}
	if t.closer != nil {
		closed = true
		if err := t.closer.Close(); err != nil {
			return err
		}
	}
	if !t.head && t.length != -1 && t.length != n {
		return errors.New("length")
	}
	_, err = io.WriteString(w, "\r\n")
	return err
}

func okTransfer(path string, w io.Writer) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return (&transfer{body: f, closer: f}).write(w)
}

func badTransfer(path string, w io.Writer) error {
	f, err := os.Open(path) // want `f is not closed if the function returns at line L(refused)`
	if err != nil {
		return err
	}
	t := &transfer{body: f, closer: f}
	if w == nil {
		return errors.New("nowhere to write") // L(refused)
	}
	return t.write(w)
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
