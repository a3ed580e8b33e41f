package guard

import "slices"

// moduleCompressors are the makers of compressors outside the standard library. Their types are made after those of compress/gzip:
// what was written is complete only when Close has succeeded.
func moduleCompressors() []Acquisition {
	const klauspost = "github.com/klauspost/compress"
	return both(
		acquireAlways(slices.Concat(
			functions(klauspost+"/gzip", "NewWriter"),
			functions(klauspost+"/zlib", "NewWriter"),
			functions(klauspost+"/s2", "NewWriter"),
			functions("github.com/klauspost/pgzip", "NewWriter"),
			functions("github.com/pierrec/lz4/v4", "NewWriter"),
			functions("github.com/andybalholm/brotli", "NewWriter", "NewWriterLevel", "NewWriterOptions", "NewWriterV2"),
			functions("github.com/golang/snappy", "NewBufferedWriter"))...),
		acquire(slices.Concat(
			functions(klauspost+"/gzip", "NewWriterLevel"),
			functions(klauspost+"/zlib", "NewWriterLevel", "NewWriterLevelDict"),
			functions(klauspost+"/flate", "NewWriter", "NewWriterDict"),
			functions(klauspost+"/zstd", "NewWriter"),
			functions("github.com/klauspost/pgzip", "NewWriterLevel"),
			functions("github.com/ulikunitz/xz", "NewWriter"),
			functions("github.com/dsnet/compress/bzip2", "NewWriter"))...),
	)
}
