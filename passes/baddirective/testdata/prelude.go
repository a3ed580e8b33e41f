package example

import "os"

// open holds the files that stay open.
var open []*os.File
