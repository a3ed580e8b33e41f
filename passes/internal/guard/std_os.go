package guard

// osKinds are files, directories and processes.
func osKinds() []Kind {
	return []Kind{
		{
			Name: "file", Noun: "file", Verb: "closed",
			Acquire: both(
				opened(ForWriting, acquire("os.Create", "os.CreateTemp", "(*os.Root).Create", "io/ioutil.TempFile")),
				opened(ByFlags, acquire("os.OpenFile", "(*os.Root).OpenFile")),
				acquire(
					"os.Open", "os.OpenInRoot", "(*os.Root).Open",
					"archive/zip.OpenReader",
					"debug/elf.Open", "debug/macho.Open", "debug/macho.OpenFat", "debug/pe.Open", "debug/plan9obj.Open",
					"(net/http.Dir).Open",
					"(*net.conn).File", "(*net.TCPListener).File", "(*net.UnixListener).File",
				),
				acquire("os.Pipe"),
				acquireResult(1, Auto, "os.Pipe"),
			),
			Made:       []string{"*os.File"},
			Release:    byMethod("Close"),
			Errors:     IfWritten,
			Writes:     []string{"Write", "WriteAt", "WriteString", "ReadFrom"},
			Confirms:   []string{"Sync"},
			Idempotent: true,
			Twice:      Fails,
			Uses: []string{
				"Read", "ReadAt", "ReadFrom", "Write", "WriteAt", "WriteString", "WriteTo", "Seek", "Stat", "Sync", "Truncate",
				"ReadDir", "Readdir", "Readdirnames", "Chmod", "Chown", "Chdir",
			},
			Why: "The descriptor stays open until Close. The runtime closes it when it collects the File, at no time that " +
				"a program can rely on (os.NewFile documents the hazard). A second Close only returns ErrClosed. Conn.File and " +
				"Listener.File return a duplicate: it is the caller's responsibility to close it (package net). \"Failing to " +
				"check the return value when closing a file may lead to silent loss of data. This can especially be observed with NFS " +
				"and with disk quota\" (close(2)).",
		},
		{
			Name: "fsfile", Noun: "file", Verb: "closed",
			Acquire: acquire(
				"(io/fs.FS).Open", "(net/http.FileSystem).Open", "(*archive/zip.Reader).Open",
				"(*mime/multipart.FileHeader).Open", "(*net/http.Request).FormFile",
			),
			Made:       []string{"io/fs.File", "net/http.File", "io/fs.ReadDirFile"},
			Release:    byMethod("Close"),
			Idempotent: true,
			Ceiling:    Likely,
			Uses:       []string{"Read", "ReadAt", "Readdir", "Seek"},
			Why: "io/fs demands Close of every File, but the file system behind the interface may be embedded or in " +
				"memory, and a small part of a multipart form is a slice: there nothing is lost. testing/fstest.MapFS and " +
				"embed.FS, called by their own types, hold nothing and have no row.",
		},
		{
			Name: "fdfile", Noun: "file", Verb: "closed",
			Acquire:    acquire("os.NewFile"),
			Release:    byMethod("Close"),
			Idempotent: true,
			Ceiling:    Unsure,
			Why: "os.NewFile takes the descriptor over, and the usual descriptors given to it (standard input, those " +
				"inherited from a parent) are meant to live as long as the process.",
		},
		{
			Name: "zipentry", Noun: "archive entry", Verb: "closed",
			Acquire:    acquire("(*archive/zip.File).Open"),
			Release:    byMethod("Close"),
			Idempotent: true,
			Ceiling:    Unsure,
			Uses:       []string{"Read"},
			Why: "Without Close the decompressor does not go back to its pool, which costs memory only; a decompressor " +
				"that the program registered may hold more.",
		},
		{
			Name: "root", Noun: "root", Verb: "closed",
			Acquire:    acquire("os.OpenRoot", "(*os.Root).OpenRoot"),
			Made:       []string{"*os.Root"},
			Release:    byMethod("Close"),
			Idempotent: true,
			Uses: []string{
				"Create", "Mkdir", "MkdirAll", "Open", "OpenFile", "OpenRoot", "ReadFile", "Remove", "RemoveAll", "Rename", "Stat",
				"Lstat", "WriteFile",
			},
			Why: "os.Root holds the descriptor of its directory; Root.Close documents that it must be called when done.",
		},
		{
			Name: "tempdir", Noun: "temporary directory", Verb: "removed",
			Acquire:    acquireTemporary("os.MkdirTemp", "io/ioutil.TempDir"),
			Release:    byFunc("os.RemoveAll", "os.Remove", "os.Rename"),
			Idempotent: true,
			Durable:    true,
			Ceiling:    Likely,
			Why: "\"It is the caller's responsibility to remove the directory when it is no longer needed\" " +
				"(os.MkdirTemp). A path is a string and may be remembered in ways that no analysis sees, hence likely at most. " +
				"Renaming it makes it what it was made for.",
		},
		{
			Name: "tempfile", Noun: "temporary file", Verb: "removed",
			Acquire:    acquireTemporary("os.CreateTemp", "io/ioutil.TempFile"),
			Release:    byFunc("os.Remove", "os.RemoveAll", "os.Rename"),
			Idempotent: true,
			Durable:    true,
			Ceiling:    Likely,
			Handles:    []string{"Name"},
			Why: "\"It is the caller's responsibility to remove the file when it is no longer needed\" (os.CreateTemp), by " +
				"its name: f.Name(). Closing it is another duty, of the kind file.",
		},
		{
			Name: "process", Noun: "process", Verb: "waited for",
			Acquire:    acquire("os.StartProcess"),
			Made:       []string{"*os.Process"},
			Release:    byMethod("Wait", "Release"),
			Idempotent: true,
			Twice:      Fails,
			Why: "A child that nobody waits for stays in the process table, and its handle stays open, until the parent " +
				"ends. os.FindProcess has no row: the usual caller only signals, and the runtime releases the handle it may " +
				"hold.",
		},
	}
}
