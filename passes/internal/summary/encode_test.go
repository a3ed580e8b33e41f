package summary_test

import (
	"bytes"
	"maps"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/guardlint/guardlint/passes/internal/summary"
)

// randomSummary fills every field, those that will be added included.
func randomSummary(r *rand.Rand) *summary.Summary {
	s := new(summary.Summary)
	fill(r, reflect.ValueOf(s).Elem())
	s.Normalize()
	return s
}

func fill(r *rand.Rand, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(r, v.Field(i))
		}
	case reflect.Slice:
		if n := r.IntN(4); n > 0 { // an empty list is nil
			v.Set(reflect.MakeSlice(v.Type(), n, n))
		}
		for i := range v.Len() {
			fill(r, v.Index(i))
		}
	case reflect.Bool:
		v.SetBool(r.IntN(4) == 0)
	case reflect.Int:
		v.SetInt(r.Int64N(300) - 1)
	case reflect.Uint8:
		limit := uint64(256)
		if v.Type() == reflect.TypeFor[summary.Value]() {
			limit = 4
		}
		v.SetUint(r.Uint64N(limit))
	case reflect.String:
		v.SetString([]string{"Close", summary.ByCall, "(*os.File).Close", ""}[r.IntN(4)])
	default:
		panic("no random values of kind " + v.Kind().String())
	}
}

func randomTable(r *rand.Rand) summary.Table {
	t := make(summary.Table)
	for range r.IntN(6) {
		t[[]string{"Open", "File.Close", "New", "π", ""}[r.IntN(5)]] = randomSummary(r)
	}
	return t
}

// What is decoded is what was encoded, except that functions of which nothing is to be said are left out.
func TestRoundTrip(t *testing.T) {
	for seed := range uint64(500) {
		table := randomTable(rand.New(rand.NewPCG(seed, 0)))
		got, err := summary.Decode(table.Encode())
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		want := maps.Clone(table)
		maps.DeleteFunc(want, func(_ string, s *summary.Summary) bool { return s.Empty() })
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("seed %d: decoded %v, want %v", seed, got, want)
		}
	}
}

// A table has one encoding, whatever order its map is walked in.
func TestEncodeSame(t *testing.T) {
	for seed := range uint64(100) {
		table := randomTable(rand.New(rand.NewPCG(seed, 1)))
		want := table.Encode()
		for range 10 {
			if got := maps.Clone(table).Encode(); !bytes.Equal(got, want) {
				t.Fatalf("seed %d: encoded as %q, then as %q", seed, want, got)
			}
		}
	}
}

// Normalize is a normal form: the order in which parts were found does not show.
func TestNormalize(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 2))
		s := randomSummary(r)
		shuffled := *s
		shuffled.Contracts = append([]summary.Contract(nil), s.Contracts...)
		r.Shuffle(len(s.Contracts), func(i, j int) {
			shuffled.Contracts[i], shuffled.Contracts[j] = shuffled.Contracts[j], shuffled.Contracts[i]
		})
		shuffled.Normalize()
		if !reflect.DeepEqual(&shuffled, s) {
			t.Fatalf("seed %d: %v, then %v", seed, s, &shuffled)
		}
	}
}

// Every prefix of an encoding is an error, and so are more bytes and another format.
func TestDecodeTruncated(t *testing.T) {
	table := summary.Table{"Open": {Results: []summary.Fresh{{Kind: "file", Cleanup: -1}}}}
	data := table.Encode()
	for i := range data {
		if got, err := summary.Decode(data[:i]); err == nil {
			t.Errorf("the first %d of %d bytes are decoded as %v", i, len(data), got)
		}
	}
	if got, err := summary.Decode(append(data, 0)); err == nil {
		t.Errorf("a byte too many is decoded as %v", got)
	}
	data[0]++
	if _, err := summary.Decode(data); err == nil {
		t.Error("another format is decoded without an error")
	}
}

// FuzzDecode decodes arbitrary bytes: no panic, no hang; what is decoded without an error has a stable encoding.
func FuzzDecode(f *testing.F) {
	for seed := range uint64(8) {
		f.Add(randomTable(rand.New(rand.NewPCG(seed, 3))).Encode())
	}
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := summary.Decode(data)
		if err != nil {
			return
		}
		for _, s := range table {
			_ = s.String()
		}
		once := table.Encode()
		again, err := summary.Decode(once)
		if err != nil {
			t.Fatalf("%q was decoded, its own encoding %q is not: %v", data, once, err)
		}
		if twice := again.Encode(); !bytes.Equal(once, twice) {
			t.Errorf("%q is encoded as %q, and after decoding that as %q", data, once, twice)
		}
	})
}
