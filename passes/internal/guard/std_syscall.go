package guard

// syscallKinds are raw descriptors and mappings of syscall and golang.org/x/sys/unix. The holder is a number, which is
// copied and converted freely, hence likely at most. Pipe, Pipe2 and Socketpair have no rows: they return their
// descriptors inside an array, element by element, which a [Holder] cannot say. Kqueue exists on BSD systems only.
func syscallKinds() []Kind {
	return []Kind{
		{
			Name: "fd", Noun: "file descriptor", Verb: "closed",
			Acquire: acquire(
				"syscall.Open", "syscall.Openat", "syscall.Creat", "syscall.Socket",
				"syscall.Accept", "syscall.Accept4", "syscall.Dup",
				"syscall.EpollCreate", "syscall.EpollCreate1", "syscall.InotifyInit", "syscall.InotifyInit1", "syscall.Kqueue",
				unix("Open"), unix("Openat"), unix("Openat2"), unix("Creat"), unix("Socket"),
				unix("Accept"), unix("Accept4"), unix("Dup"),
				unix("EpollCreate"), unix("EpollCreate1"), unix("InotifyInit"), unix("InotifyInit1"), unix("Kqueue"),
				unix("Eventfd"), unix("TimerfdCreate"), unix("MemfdCreate"), unix("PidfdOpen"), unix("PidfdGetfd"),
				unix("FanotifyInit"), unix("PerfEventOpen"), unix("OpenTree"), unix("Fsopen"), unix("Fspick"), unix("Fsmount"),
			),
			// os.NewFile takes the descriptor over: whoever has the File closes it.
			Release: append(byFunc("syscall.Close", unix("Close")), Release{Func: "os.NewFile", Takes: true}),
			Ceiling: Likely,
			Twice:   HitsAnother,
			Uses:    []string{"Fstat", "Fsync", "Ftruncate", "Pread", "Pwrite", "Read", "Seek", "Write"},
			Why: "The kernel keeps the descriptor until close(2). A second close may close what another goroutine has " +
				"opened since under the same number, hence not idempotent.",
		},
		{
			Name: "mmap", Noun: "mapping", Verb: "unmapped",
			Acquire: acquire("syscall.Mmap", unix("Mmap"), unix("Mremap")),
			Release: append(byFunc("syscall.Munmap", unix("Munmap")), Release{Func: unix("Mremap"), When: Success}), // which moves it
			Ceiling: Likely,
			Why: "The mapping lives outside Go's heap: only munmap(2) ends it. Slices of it stand for it, so that the " +
				"slice which is unmapped need not be the one that was mapped; hence likely.",
		},
	}
}

// unix names a function of golang.org/x/sys/unix.
func unix(name string) string { return "golang.org/x/sys/unix." + name }
