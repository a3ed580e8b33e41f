package falsereports

import (
	"bufio"
	"os"

	"falsereports/seq"
)

// The sequence closes the file with its last producer.
func okProducer(name string) (*seq.Seq, error) {
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	return seq.New(newBufferedFile(bufio.NewWriter(f), f)), nil
}
