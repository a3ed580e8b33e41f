package finding

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"regexp"
)

// An Identity is what stays the same about a finding while the code around it is edited: no line
// and no column, but the names of things. Two findings may share one, for instance two files that
// leak in the same way in one function; they are then told apart by counting.
type Identity struct {
	Check    string `json:"check"`
	Category string `json:"category,omitempty"`
	File     string `json:"file"` // slash-separated, relative to the root that was asked for
	Function string `json:"function,omitempty"`
	Message  string `json:"message"` // with numbers replaced by N
}

// number matches the parts of a message that move with the code: line numbers and counts.
var number = regexp.MustCompile(`\b\d+\b`)

// NormalizeMessage replaces the numbers in a message by N.
func NormalizeMessage(message string) string { return number.ReplaceAllLiteralString(message, "N") }

// Identify computes the identity of a finding, with file names relative to root.
func (s *Sources) Identify(f Finding, root string) Identity {
	return Identity{
		Check:    f.Check,
		Category: f.Category,
		File:     filepath.ToSlash(RelativePath(root, f.Start.File)),
		Function: s.Function(f.Start),
		Message:  NormalizeMessage(f.Message),
	}
}

// Fingerprint is the identity as a short hash. The ordinal, counting from 0, tells findings with
// the same identity apart.
func (id Identity) Fingerprint(ordinal int) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %d", []string{
		id.Check, id.Category, id.File, id.Function, id.Message,
	}, ordinal))
	return hex.EncodeToString(sum[:16])
}
