package guard

// writerKinds are the writers that keep data back until they are closed or flushed. What they lose is data, not a
// descriptor, so that a path that fails anyhow may drop them (SuccessOnly), and the error of the release matters: it
// is the last write. Readers of the same packages hold nothing and have no rows; neither has hex.NewEncoder (which
// keeps nothing back), encoding/pem, encoding/json, encoding/gob, or encoding/xml (Encode flushes by itself).
func writerKinds() []Kind {
	return []Kind{
		{
			Name: "compressor", Noun: "compressor", Verb: "closed",
			Acquire: both(
				acquireAlways("compress/gzip.NewWriter", "compress/zlib.NewWriter", "compress/lzw.NewWriter"),
				acquire("compress/gzip.NewWriterLevel", "compress/zlib.NewWriterLevel", "compress/zlib.NewWriterLevelDict",
					"compress/flate.NewWriter", "compress/flate.NewWriterDict"),
				moduleCompressors(),
			),
			Release:     byMethod("Close"),
			Errors:      Matters,
			Writes:      []string{"Write"},
			Idempotent:  true,
			Durable:     true,
			SuccessOnly: true,
			Uses:        []string{"Write"},
			Revives:     []string{"Reset"},
			Why: "\"It is the caller's responsibility to call Close on the Writer when done. Writes may be buffered and " +
				"not flushed until Close\" (gzip, zlib, lzw); without the trailer the stream is cut short. Flush writes no " +
				"trailer.",
		},
		{
			Name: "archiver", Noun: "archive", Verb: "closed",
			Acquire:     acquireAlways("archive/zip.NewWriter", "archive/tar.NewWriter"),
			Release:     byMethod("Close"),
			Errors:      Matters,
			Writes:      []string{"AddFS", "Copy", "Create", "CreateHeader", "CreateRaw", "WriteHeader", "Write"},
			Idempotent:  true,
			Durable:     true,
			SuccessOnly: true,
			Uses:        []string{"AddFS", "Copy", "Create", "CreateHeader", "CreateRaw", "Write", "WriteHeader"},
			Why: "Close writes zip's central directory and tar's footer; without it other programs call the archive " +
				"damaged. A second Close does nothing or returns an error.",
		},
		{
			Name: "bufwriter", Noun: "buffered writer", Verb: "flushed",
			Acquire:     acquireAlways("bufio.NewWriter", "bufio.NewWriterSize"),
			Release:     byMethod("Flush"),
			Errors:      Matters,
			Writes:      []string{"ReadFrom", "Write", "WriteByte", "WriteRune", "WriteString"},
			Idempotent:  true,
			Durable:     true,
			SuccessOnly: true,
			Ceiling:     Likely,
			Why: "\"After all data has been written, the client should call the [Writer.Flush] method to guarantee all " +
				"data has been forwarded\" (bufio). True for a hash or a bytes.Buffer below as well. A path that wrote nothing " +
				"loses nothing, hence likely.",
		},
		{
			Name: "csvwriter", Noun: "CSV writer", Verb: "flushed",
			Acquire:     acquireAlways("encoding/csv.NewWriter"),
			Release:     byMethod("Flush", "WriteAll"),
			Errors:      Matters,
			Writes:      []string{"Write"},
			Confirms:    []string{"Error"},
			Idempotent:  true,
			Durable:     true,
			SuccessOnly: true,
			Ceiling:     Likely,
			Why: "\"The writes of individual records are buffered. After all data has been written, the client should call " +
				"the [Writer.Flush] method\" (encoding/csv). WriteAll flushes; the error is found with Error.",
		},
		{
			Name: "tabwriter", Noun: "tab writer", Verb: "flushed",
			Acquire: both(
				acquireAlways("text/tabwriter.NewWriter"),
				acquireReceiver(Always, "(*text/tabwriter.Writer).Init"),
			),
			Release:     byMethod("Flush"),
			Errors:      Matters,
			Idempotent:  true,
			Durable:     true,
			SuccessOnly: true,
			Ceiling:     Likely,
			Why: "\"Flush should be called after the last call to [Writer.Write] to ensure that any data buffered in the " +
				"[Writer] is written to output\" (text/tabwriter).",
		},
		{
			Name: "encoder", Noun: "encoder", Verb: "closed",
			Acquire: acquireAlways(
				"encoding/base64.NewEncoder", "encoding/base32.NewEncoder", "encoding/ascii85.NewEncoder", "encoding/hex.Dumper",
				"mime/quotedprintable.NewWriter",
			),
			Release:     byMethod("Close"),
			Errors:      Matters,
			Writes:      []string{"Write"},
			Idempotent:  true,
			Durable:     true,
			SuccessOnly: true,
			Why: "\"When finished writing, the caller must Close the returned encoder to flush any partially written " +
				"blocks\" (base64, base32, ascii85); hex.Dumper and quotedprintable keep back the last line.",
		},
		{
			Name: "multipart", Noun: "multipart writer", Verb: "closed",
			Acquire:     acquireAlways("mime/multipart.NewWriter"),
			Release:     byMethod("Close"),
			Errors:      Matters,
			Writes:      []string{"CreateFormField", "CreateFormFile", "CreatePart", "WriteField"},
			Idempotent:  true,
			Durable:     true,
			SuccessOnly: true,
			Uses:        []string{"CreateFormField", "CreateFormFile", "CreatePart", "WriteField"},
			Why:         "Close writes the closing boundary, without which receivers reject the message (mime/multipart).",
		},
		{
			Name: "message", Noun: "message writer", Verb: "closed",
			Acquire:     acquire("(*net/smtp.Client).Data"),
			Release:     byMethod("Close"),
			Errors:      Matters,
			Writes:      []string{"Write"},
			Idempotent:  true,
			Durable:     true,
			SuccessOnly: true,
			Uses:        []string{"Write"},
			Why: "\"The caller should close the writer before calling any more methods on c\" (net/smtp): Close ends the " +
				"message and returns the server's verdict on it.",
		},
		{
			Name: "dotwriter", Noun: "text writer", Verb: "closed",
			Acquire:     acquireAlways("(*net/textproto.Writer).DotWriter"),
			Release:     byMethod("Close"),
			Errors:      Matters,
			Writes:      []string{"Write"},
			Idempotent:  true,
			SuccessOnly: true,
			Ceiling:     Likely,
			Uses:        []string{"Write"},
			Why: "Close writes the line with the single dot (net/textproto). The next call of the Writer closes it as " +
				"well, hence likely.",
		},
	}
}
