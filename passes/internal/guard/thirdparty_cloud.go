package guard

import "slices"

// cloudKinds are Kubernetes watches, object stores, and the file systems and semaphores of common libraries.
// Informers have no row: their stop channel is made, and closed, by the program.
func cloudKinds() []Kind {
	const k8s, storage = "k8s.io/client-go", "cloud.google.com/go/storage"
	const s3v1, s3v2 = "github.com/aws/aws-sdk-go/service/s3", "github.com/aws/aws-sdk-go-v2/service/s3"
	return []Kind{
		{
			Name: "watch", Noun: "watch", Verb: "stopped",
			Acquire: acquire(slices.Concat(
				methods(k8s+"/rest", "*Request", "Watch"),
				methods(k8s+"/dynamic", "ResourceInterface", "Watch"),
				methods(k8s+"/kubernetes/typed/core/v1",
					"PodInterface ServiceInterface ConfigMapInterface SecretInterface NodeInterface NamespaceInterface EventInterface", "Watch"),
				methods(k8s+"/kubernetes/typed/apps/v1", "DeploymentInterface StatefulSetInterface DaemonSetInterface", "Watch"),
				methods(k8s+"/kubernetes/typed/batch/v1", "JobInterface", "Watch"))...),
			Release:    byMethod("Stop"),
			Idempotent: true,
			Why: "\"Stop tells the producer that the consumer is done watching, so the producer should stop sending events " +
				"and close the result channel\" (apimachinery watch.Interface); until then a connection and a goroutine wait.",
		},
		{
			Name: "k8sstream", Noun: "stream", Verb: "closed",
			Acquire:    acquire(methods(k8s+"/rest", "*Request", "Stream")...),
			Release:    byMethod("Close"),
			Idempotent: true,
			Why:        "Stream returns the body of a response, such as the logs of a pod (client-go rest.Request).",
		},
		{
			Name: "gcs", Noun: "storage client", Verb: "closed",
			Acquire:    acquire(functions(storage, "NewClient", "NewGRPCClient")...),
			Release:    byMethod("Close"),
			Idempotent: true,
			Ceiling:    Likely,
			Why: "\"Close need not be called at program exit\" (storage.Client), and most clients last until then, hence " +
				"likely.",
		},
		{
			Name: "gcsreader", Noun: "object reader", Verb: "closed",
			Acquire:    acquire(methods(storage, "*ObjectHandle", "NewReader", "NewRangeReader")...),
			Release:    byMethod("Close"),
			Idempotent: true,
			Uses:       []string{"Read"},
			Why: "\"The caller must call Close on the returned Reader when done reading\" " +
				"(storage.ObjectHandle.NewReader).",
		},
		{
			Name: "gcswriter", Noun: "object writer", Verb: "closed",
			Acquire:     acquireAlways(methods(storage, "*ObjectHandle", "NewWriter")...),
			Release:     append(byMethod("Close"), undoing(byMethod("CloseWithError"))...),
			Errors:      Matters,
			Writes:      []string{"Write"},
			Durable:     true,
			SuccessOnly: true,
			Uses:        []string{"Write"},
			Why: "\"It is the caller's responsibility to call Close when writing is done\": the object exists only then. " +
				"\"To stop writing without saving the data, cancel the context\" (storage.ObjectHandle.NewWriter): a failing " +
				"path must not close it.",
		},
		{
			Name: "s3object", Noun: "object body", Verb: "closed",
			Acquire: acquireAt(Holder{In: Result, Field: "Body"}, ErrNil, slices.Concat(
				methods(s3v2, "*Client", "GetObject"),
				methods(s3v1, "*S3", "GetObject", "GetObjectWithContext"),
				methods(s3v1+"/s3iface", "S3API", "GetObject", "GetObjectWithContext"))...),
			Release:    byMethod("Close"),
			Idempotent: true,
			Uses:       []string{"Read"},
			Why: "The body is that of the HTTP response, which is not read yet: without Close its connection is lost (AWS " +
				"SDK for Go, both major versions).",
		},
		{
			Name: "fsnotify", Noun: "watcher", Verb: "closed",
			Acquire:    acquire(functions("github.com/fsnotify/fsnotify", "NewWatcher", "NewBufferedWatcher")...),
			Release:    byMethod("Close"),
			Idempotent: true,
			Why: "\"Close removes all watches and closes the Events channel\"; a watcher has a descriptor and a goroutine " +
				"until then (fsnotify).",
		},
		{
			Name: "aferofile", Noun: "file", Verb: "closed",
			Acquire: acquire(slices.Concat(
				methods("github.com/spf13/afero", "Fs", "Open", "OpenFile", "Create"),
				methods("github.com/spf13/afero", "Afero", "TempFile"),
				functions("github.com/spf13/afero", "TempFile"))...),
			Release:    byMethod("Close"),
			Idempotent: true,
			Ceiling:    Likely,
			Uses:       []string{"Read", "ReadAt", "Readdir", "Seek", "Stat", "Sync", "Truncate", "Write", "WriteAt", "WriteString"},
			Why: "An afero.Fs is the operating system's or one in memory, and only the former loses a descriptor, hence " +
				"likely.",
		},
		{
			Name: "aferodir", Noun: "temporary directory", Verb: "removed",
			Acquire: acquireTemporary(slices.Concat(
				methods("github.com/spf13/afero", "Afero", "TempDir"),
				functions("github.com/spf13/afero", "TempDir"))...),
			Release: byFunc(slices.Concat(
				methods("github.com/spf13/afero", "Fs", "RemoveAll", "Remove", "Rename"),
				[]string{"os.RemoveAll", "os.Remove", "os.Rename"})...),
			Idempotent: true,
			Durable:    true,
			Ceiling:    Likely,
			Why: "\"It is the caller's responsibility to remove the directory when no longer needed\" (afero.TempDir). " +
				"As with os.MkdirTemp, a path may be remembered in ways that no analysis sees.",
		},
		{
			Name: "semaphore", Noun: "semaphore", Verb: "released",
			Acquire: both(
				acquireReceiver(ErrNil, methods("golang.org/x/sync/semaphore", "*Weighted", "Acquire")...),
				acquireReceiver(OK, methods("golang.org/x/sync/semaphore", "*Weighted", "TryAcquire")...),
			),
			Release: byMethod("Release"),
			Paired:  true,
			Ceiling: Likely,
			Twice:   HitsAnother,
			Why: "What is not released is missing to everybody for good, and releasing too much panics (x/sync/semaphore). " +
				"Often one function acquires and a goroutine releases, hence only one path beside another is a mistake.",
		},
	}
}
