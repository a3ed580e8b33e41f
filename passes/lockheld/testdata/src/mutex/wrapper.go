package mutex

import (
	"errors"
	"sync"
	"sync/atomic"
	"time"
)

// Locks of the program's own: methods that do no more than lock and unlock.

type store struct {
	mu    sync.Mutex
	state *shared
	n     int
	after func()
	done  atomic.Bool
}

type shared struct {
	sync.RWMutex
	n int
}

func (s *store) lock()   { s.mu.Lock() }
func (s *store) unlock() { s.mu.Unlock() }

func (s *store) badWrapper(fail bool) error {
	s.lock() // want `s is not unlocked if the function returns at line L(fail)`
	if fail {
		return errUnknown // L(fail)
	}
	s.unlock()
	return nil
}

func (s *store) badWrapperMixed(fail bool) error {
	s.mu.Lock() // want `s.mu is not unlocked if the function returns at line L(mixed)`
	if fail {
		return errUnknown // L(mixed)
	}
	s.unlock()
	return nil
}

func (s *store) okWrapper(fail bool) error {
	s.lock()
	defer s.unlock()
	if fail {
		return errUnknown
	}
	return nil
}

func (s *store) okWrapperByHand(fail bool) error {
	s.lock()
	if fail {
		s.mu.Unlock()
		return errUnknown
	}
	s.unlock()
	return nil
}

// The lock of an embedded mutex behind a pointer.

func (s *store) badEmbedded(fail bool) int {
	s.state.Lock() // want `s.state is not unlocked if the function returns at line L(embedded)`
	if fail {
		return 0 // L(embedded)
	}
	n := s.state.n
	s.state.Unlock()
	return n
}

func (s *store) okEmbedded() int {
	s.state.RLock()
	defer s.state.RUnlock()
	return s.state.n
}

// A method that locks on success only passes the condition on.

func (s *store) lockIf(free bool) error {
	s.mu.Lock()
	if !free {
		s.mu.Unlock()
		return errors.New("busy")
	}
	return nil
}

func (s *store) badLockIf(free, fail bool) error {
	if err := s.lockIf(free); err != nil { // want `s is not unlocked if the function returns at line L(locked)`
		return err
	}
	if fail {
		return errUnknown // L(locked)
	}
	s.unlock()
	return nil
}

func (s *store) okLockIf(free bool) error {
	if err := s.lockIf(free); err != nil {
		return err
	}
	s.n++
	s.unlock()
	return nil
}

// The function that unlocks is handed out.

func (s *store) locked() (unlock func()) {
	s.mu.Lock()
	return s.mu.Unlock
}

func (s *store) badUnlockFunc(fail bool) error {
	unlock := s.locked() // want `unlock is not called if the function returns at line L(unlock)`
	if fail {
		return errUnknown // L(unlock)
	}
	unlock()
	return nil
}

func (s *store) badUnlockFuncNever() int {
	unlock := s.locked() // want `unlock is never called`
	_ = unlock
	return s.n
}

func (s *store) okUnlockFuncDeferred() int {
	defer s.locked()()
	return s.n
}

func (s *store) badUnlockFuncNotCalled() int {
	defer s.locked() // want `s.locked locks when the function returns, and its result, which unlocks, is never called` want-category "deferred"
	return s.n
}

func (s *store) badUnlockFuncOnSuccess(fail bool) (func(), error) {
	s.mu.Lock() // want `s.mu is not unlocked if the function returns at line L(nofunc)`
	if fail {
		return nil, errUnknown // L(nofunc)
	}
	return s.mu.Unlock, nil
}

// Somebody else unlocks: a goroutine, a timer, who finds the function in a field.

func (s *store) okGoroutine(async bool) {
	s.mu.Lock()
	if async {
		go func() {
			defer s.mu.Unlock()
			s.n++
		}()
		return
	}
	s.mu.Unlock()
}

func (s *store) badGoroutineOnOneBranch(async bool) {
	s.mu.Lock() // want `s.mu is not unlocked if the function returns at line L(sync)`
	if async {
		go func() {
			defer s.mu.Unlock()
			s.n++
		}()
	}
} // L(sync)

// A goroutine that locks for itself unlocks nothing for us.

func (s *store) badBalancedGoroutine(fail bool) error {
	s.mu.Lock() // want `s.mu is not unlocked if the function returns at line L(balanced)`
	go s.count()
	if fail {
		return errUnknown // L(balanced)
	}
	s.mu.Unlock()
	return nil
}

func (s *store) count() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.n++
}

func (s *store) okTimer(later bool) {
	s.mu.Lock()
	if later {
		time.AfterFunc(time.Second, s.mu.Unlock)
		return
	}
	s.mu.Unlock()
}

func (s *store) okStored(later bool) {
	s.mu.Lock()
	if later {
		s.after = func() { s.mu.Unlock() }
		return
	}
	s.mu.Unlock()
}

// A callee gives the lock up for a while, or for good.

func (s *store) waitLocked() {
	s.mu.Unlock()
	time.Sleep(time.Second)
	s.mu.Lock()
}

func (s *store) badAfterWait(fail bool) error {
	s.mu.Lock() // want `s.mu is not unlocked if the function returns at line L(waited)`
	s.waitLocked()
	if fail {
		return errUnknown // L(waited)
	}
	s.mu.Unlock()
	return nil
}

func (s *store) finish(work func()) {
	work()
	s.mu.Unlock()
}

func (s *store) okFinish(work func()) {
	s.mu.Lock()
	if s.n > 0 {
		s.finish(work)
		return
	}
	s.mu.Unlock()
}

func (s *store) maybeUnlock() {
	if s.done.Load() {
		s.mu.Unlock()
	}
}

func (s *store) okMaybeUnlocked(fail bool) {
	s.mu.Lock()
	if fail {
		s.maybeUnlock()
		return
	}
	s.mu.Unlock()
}

// Unlocked around a callback in a loop.

func (s *store) okLoopAroundCallback(jobs []func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, job := range jobs {
		s.mu.Unlock()
		job()
		s.mu.Lock()
	}
}

func (s *store) badLoopAroundCallback(jobs []func() error) {
	s.mu.Lock()
	for _, job := range jobs {
		s.mu.Unlock()
		err := job()
		s.mu.Lock() // want `s.mu is not unlocked if the function returns at line L(job)`
		if err != nil {
			return // L(job)
		}
	}
	s.mu.Unlock()
}

// A flag says whether it is locked.

func (s *store) okFlag(shared bool) int {
	locked := false
	if shared {
		s.mu.Lock()
		locked = true
	}
	n := s.n
	if locked {
		s.mu.Unlock()
	}
	return n
}

func (s *store) okDeferredFlag(shared bool) int {
	if shared {
		s.mu.Lock()
	}
	defer func() {
		if shared {
			s.mu.Unlock()
		}
	}()
	return s.n
}

// Many locks, one after the other: the second is not the first.

func okAllOfThem(stores []*store) {
	for _, s := range stores {
		s.mu.Lock()
	}
	for _, s := range stores {
		s.mu.Unlock()
	}
}

func okPanics(s *store) int {
	s.mu.Lock()
	if s.n < 0 {
		panic("negative")
	}
	n := s.n
	s.mu.Unlock()
	return n
}

var global sync.Mutex

func badGlobal(fail bool) error {
	global.Lock() // want `global is not unlocked if the function returns at line L(global)`
	if fail {
		return errUnknown // L(global)
	}
	global.Unlock()
	return nil
}

func unlockGlobal() { global.Unlock() }

func okGlobalByCallee(fail bool) error {
	global.Lock()
	if fail {
		unlockGlobal()
		return errUnknown
	}
	global.Unlock()
	return nil
}

// The object remembers that it is locked, and another method unlocks it.

type cursor struct {
	mu   sync.Mutex
	held bool
	row  []byte
}

func (c *cursor) okHeld(keep bool) []byte {
	c.mu.Lock()
	if keep {
		c.held = true
	} else {
		c.mu.Unlock()
	}
	return c.row
}

func (c *cursor) release() {
	if c.held {
		c.held = false
		c.mu.Unlock()
	}
}

// Another goroutine unlocks what is locked twice here.

func okSemaphore(work func()) {
	for range 2 {
		var mu sync.Mutex
		mu.Lock()
		go func() {
			work()
			mu.Unlock()
		}()
		mu.Lock()
	}
}

// A sync.Locker may be the read lock of a mutex.

func okRecursive(mu *sync.RWMutex) {
	l := mu.RLocker()
	l.Lock()
	l.Lock()
	l.Unlock()
	l.Unlock()
}

// Called with the lock held: it may unlock it for a while, more than once, and has it at the end.

func (s *store) okEnteredLocked(first, second func()) {
	if first != nil {
		s.mu.Unlock()
		first()
		s.mu.Lock()
	}
	s.n++
	if second != nil {
		s.mu.Unlock()
		second()
		s.mu.Lock()
	}
}

func (s *store) badTwice(fail bool, slow func()) {
	s.mu.Lock() // want `s.mu is not unlocked if the function returns at line L(twice)`
	if fail {
		return // L(twice)
	}
	s.mu.Unlock()
	slow()
	s.mu.Lock()
	s.n++
	s.mu.Unlock()
}

// The callee unlocks what its caller has locked, and locks it again for a moment when it ends. That its receiver lives in a
// variable, which the deferred literal captures, is no matter.

func (s *store) okHandedOver(id int) error {
	s.mu.Lock()
	if s.n == id {
		s.mu.Unlock()
		return errors.New("there already")
	}
	return s.serve(id)
}

func (s *store) serve(id int) error {
	if id < 0 {
		s.mu.Unlock()
		return errors.New("no such id")
	}
	s.n = id
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		s.n = 0
		s.mu.Unlock()
	}()
	s.after()
	return nil
}

func (s *store) badHandedOver(id int) error {
	s.mu.Lock() // want `s.mu is not unlocked if the function returns at line L(handed)`
	if s.n == id {
		s.mu.Unlock()
		return errors.New("there already")
	}
	return s.look(id) // L(handed)
}

func (s *store) look(id int) error {
	defer func() { s.n = id }()
	if id < 0 {
		return errors.New("no such id")
	}
	return nil
}

// It locks in one of two ways, and its error tells whether it has.

func (c *cache) okEitherWay(shared bool, check func() error) error {
	var ok bool
	var unlock func()
	if shared {
		ok = c.rw.TryRLock()
		unlock = c.rw.RUnlock
	} else {
		ok = c.rw.TryLock()
		unlock = c.rw.Unlock
	}
	if !ok {
		return errors.New("in use")
	}
	if err := check(); err != nil {
		unlock()
		return err
	}
	return nil
}

// Who calls a function that locks in one way or another does not know in which, and may call it again.

func (c *cache) enter(shared bool) {
	if shared {
		c.rw.RLock()
	} else {
		c.rw.Lock()
	}
}

func (c *cache) okAgain(keys []string, work func(string)) {
	for _, key := range keys {
		c.enter(key == "")
		go work(key)
	}
}

// Who comes to the end without any lock says nothing to those who want to know whether they have one.

func (c *cache) badOneWay(shared bool, check func() error) error {
	if shared {
		c.rw.RLock() // want `c.rw is not read-unlocked if the function returns at line L(oneway)`
		if err := check(); err != nil {
			c.rw.RUnlock()
			return err
		}
	}
	return nil // L(oneway)
}

type cache struct{ rw *sync.RWMutex }
