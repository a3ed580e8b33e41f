// Package unreleased defines an Analyzer that reports guards which some path does not release.
package unreleased
