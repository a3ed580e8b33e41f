package analyzer

import "github.com/guardlint/guardlint/passes/ownership"

// A Config declares guards that the analysis cannot find in the code, and what functions do that it cannot look into.
// Its JSON form is that of .guardlint.yaml and of the settings in golangci-lint; docs/configuration.md describes it.
type Config = ownership.Config

// The parts of a [Config].
type (
	Kind     = ownership.Kind
	Acquire  = ownership.Acquire
	Release  = ownership.Release
	Function = ownership.Function
)

// A ConfigError says what is wrong with an entry of a [Config], and which one it is: "kinds[0].acquire[1]".
type ConfigError = ownership.ConfigError
