package fixes

import (
	"net/http"
	"os"
)

// In a loop a deferred release comes too late: each round releases its own.

func badLoop(names []string) error {
	for _, name := range names {
		f, err := os.Open(name) // want `f is overwritten in the next iteration before it is closed`
		if err != nil {
			return err
		}
		println(f.Name())
	}
	return nil
}

func badLoopReturns(names []string) error {
	for _, name := range names {
		f, err := os.Open(name) // want `f is overwritten in the next iteration before it is closed`
		if err != nil {
			return err
		}
		if err := parse(f); err != nil {
			return err
		}
	}
	return nil
}

func badLoopContinues(urls []string) (sum int) {
	for i := 0; i < len(urls); i++ {
		resp, err := http.Get(urls[i]) // want `resp.Body is overwritten in the next iteration before it is closed`
		if err != nil {
			continue
		}
		switch {
		case resp.StatusCode == http.StatusNotFound:
			continue
		case resp.StatusCode == http.StatusOK:
			sum++
		}
		for range 3 {
			if resp.Body == http.NoBody {
				continue
			}
			break
		}
		sum += resp.StatusCode
	}
	return sum
}

func badLoopEndsInSwitch(names []string) {
	for _, name := range names {
		f, err := os.Open(name) // want `f is overwritten in the next iteration before it is closed`
		if err != nil {
			continue
		}
		switch name {
		case "":
			println(f.Name())
		}
	}
}

// Not when the round can be left in another way.

func badLoopBreak(names []string) {
	for _, name := range names {
		f, err := os.Open(name) // want `f is overwritten in the next iteration before it is closed`
		if err != nil {
			continue
		}
		if name == "last" {
			break
		}
		println(f.Name())
	}
}

func badLoopLabel(names []string) {
outer:
	for range names {
		for _, name := range names {
			f, err := os.Open(name) // want `f is overwritten in the next iteration before it is closed`
			if err != nil {
				continue
			}
			if name == "last" {
				continue outer
			}
			println(f.Name())
		}
	}
}

// Not when what is made of it outlasts the round.

func badLoopLast(names []string) (last string) {
	var f *os.File
	var err error
	for _, name := range names {
		f, err = os.Open(name) // want `f is .*`
		if err != nil {
			continue
		}
		last = f.Name()
	}
	if f != nil {
		f.Close()
	}
	return last
}

// Not before the file is known to be there.

func badLoopUnchecked(names []string) {
	for _, name := range names {
		f, _ := os.Open(name) // want `f is overwritten in the next iteration before it is closed`
		println(f.Name())
	}
}

func badLoopSucceeded(names []string) {
	for _, name := range names {
		f, err := os.Open(name) // want `f is overwritten in the next iteration before it is closed`
		if err == nil {
			println(f.Name())
		}
	}
}
