// Package tested waits for its cleanup before the process ends.
package tested
