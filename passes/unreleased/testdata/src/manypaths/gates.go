package manypaths

import (
	"log"
	"os"
)

// Of what is deferred on some ways there are as many combinations. What decides whether there is a file is not forgotten for
// them: the length of a string, asked for twice.
func okLength(names []string, info string) {
	if f, _ := os.Open(names[0]); f != nil {
		defer f.Close()
	}
	if f, _ := os.Open(names[1]); f != nil {
		defer f.Close()
	}
	if f, _ := os.Open(names[2]); f != nil {
		defer f.Close()
	}
	if f, _ := os.Open(names[3]); f != nil {
		defer f.Close()
	}
	if f, _ := os.Open(names[4]); f != nil {
		defer f.Close()
	}
	var f *os.File
	if len(info) > 0 {
		f, _ = os.Create(info)
	}
	log.Print(names)
	if len(info) != 0 {
		f.Close()
	}
}

// The same, of a field.
func okField(names []string, o *options) {
	if f, _ := os.Open(names[0]); f != nil {
		defer f.Close()
	}
	if f, _ := os.Open(names[1]); f != nil {
		defer f.Close()
	}
	if f, _ := os.Open(names[2]); f != nil {
		defer f.Close()
	}
	if f, _ := os.Open(names[3]); f != nil {
		defer f.Close()
	}
	if f, _ := os.Open(names[4]); f != nil {
		defer f.Close()
	}
	var f *os.File
	if o.pid != "" {
		f, _ = os.Create(o.pid)
	}
	log.Print(names)
	if o.pid != "" {
		f.Close()
	}
}

// Another field decides about the release.
func badOtherField(names []string, o *options) {
	if f, _ := os.Open(names[0]); f != nil {
		defer f.Close()
	}
	if f, _ := os.Open(names[1]); f != nil {
		defer f.Close()
	}
	if f, _ := os.Open(names[2]); f != nil {
		defer f.Close()
	}
	if f, _ := os.Open(names[3]); f != nil {
		defer f.Close()
	}
	if f, _ := os.Open(names[4]); f != nil {
		defer f.Close()
	}
	var f *os.File
	if o.pid != "" {
		f, _ = os.Create(o.pid) // want `f is not closed if the function returns at line L(end)`
	}
	log.Print(names)
	if o.addr != "" {
		f.Close()
	}
} // L(end)

// What decides about the release is decided between the others, and no such thing as decides about the file: that is forgotten.
// Then nobody knows which of the ways there are.
func okForgotten(names []string, o *options, code func() int) {
	var f *os.File
	n := code()
	if f0, _ := os.Open(names[0]); f0 != nil {
		defer f0.Close()
	}
	if f1, _ := os.Open(names[1]); f1 != nil {
		defer f1.Close()
	}
	if f2, _ := os.Open(names[2]); f2 != nil {
		defer f2.Close()
	}
	if f3, _ := os.Open(names[3]); f3 != nil {
		defer f3.Close()
	}
	if f4, _ := os.Open(names[4]); f4 != nil {
		defer f4.Close()
	}
	f, _ = os.Create(o.pid)
	if n == 3 {
		f.Close()
	}
	log.Print(names)
	if n != 3 {
		f.Close()
	}
}
