package declare

import (
	"encoding/json"

	"github.com/guardlint/guardlint/passes/internal/guard"
)

// EncodeKinds returns kinds as bytes, for a fact. No kinds are no bytes.
func EncodeKinds(kinds []guard.Kind) []byte {
	if len(kinds) == 0 {
		return nil
	}
	data, err := json.Marshal(kinds)
	if err != nil {
		panic(err) // there is nothing in a Kind that cannot be encoded
	}
	return data
}

// DecodeKinds reads what [EncodeKinds] wrote.
func DecodeKinds(data []byte) ([]guard.Kind, error) {
	var kinds []guard.Kind
	err := json.Unmarshal(data, &kinds)
	return kinds, err
}
