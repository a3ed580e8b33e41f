// Package intests has tests, in which less is a mistake.
package intests
