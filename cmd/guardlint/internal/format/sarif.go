package format

import (
	"io"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/chavacava/garif"

	"github.com/guardlint/guardlint/cmd/guardlint/internal/finding"
)

// sarifSchema is the address of the final schema; the one on the specification's main branch, which
// other tools name, moves.
const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

// sourceRoot is the name by which paths refer to the root of the source tree, wherever it is.
const sourceRoot = "%SRCROOT%"

// The following three types replace fields of garif's that are dropped when empty although their
// presence has a meaning. encoding/json prefers the outer field of the same name.

type sarifLog struct {
	garif.LogFile
	Runs []sarifRun `json:"runs"`
}

type sarifRun struct {
	garif.Run
	Results []sarifResult `json:"results"` // empty: nothing found; absent: not run
}

type sarifResult struct {
	garif.Result
	RuleIndex int `json:"ruleIndex"` // 0 is the first rule
}

// writeSARIF writes the sarif format.
func writeSARIF(w io.Writer, r Report) error {
	results := []sarifResult{}
	fingerprint := r.fingerprinter()
	for _, f := range r.Findings {
		results = append(results, r.sarifResult(f, fingerprint(f)))
	}
	version := strings.TrimPrefix(r.Version, "v") // a number, to be compared
	run := sarifRun{
		Run: garif.Run{
			Tool: &garif.Tool{Driver: &garif.ToolComponent{
				Name:            "guardlint",
				FullName:        "guardlint " + version,
				SemanticVersion: version,
				Version:         version,
				InformationUri:  informationURI,
				Rules:           r.sarifRules(),
			}},
			ColumnKind:            "utf16CodeUnits",
			DefaultSourceLanguage: "go",
			Invocations:           []*garif.Invocation{{ExecutionSuccessful: r.Complete}},
			OriginalUriBaseIds: map[string]*garif.ArtifactLocation{
				sourceRoot: {
					Uri:         fileURI(r.Root) + "/", // it names a folder
					Description: &garif.Message{Text: "The root of the analysed source tree."},
				},
			},
		},
		Results: results,
	}
	return encode(w, sarifLog{
		LogFile: garif.LogFile{Schema: sarifSchema, Version: "2.1.0"},
		Runs:    []sarifRun{run},
	})
}

// sarifRules describes every check, also those without findings: it tells a viewer what was looked for.
func (r Report) sarifRules() []*garif.ReportingDescriptor {
	rules := make([]*garif.ReportingDescriptor, 0, len(r.Checks))
	for _, c := range r.Checks {
		rules = append(rules, &garif.ReportingDescriptor{
			Id:               c.Name,
			ShortDescription: &garif.MultiformatMessageString{Text: sentence(c.Summary())},
			FullDescription:  &garif.MultiformatMessageString{Text: sentence(c.Summary())},
			Help:             &garif.MultiformatMessageString{Text: c.Doc, Markdown: c.Doc},
			HelpUri:          c.URL,
			DefaultConfiguration: &garif.ReportingConfiguration{
				Enabled: true,
				Level:   "warning",
			},
		})
	}
	return rules
}

func (r Report) sarifResult(f finding.Finding, fingerprint string) sarifResult {
	location := r.sarifLocation(f.Start, f.End, "")
	location.PhysicalLocation.ContextRegion = r.sarifContext(f.Start.File, f.Start.Line, f.End.Line)
	result := garif.Result{
		RuleId:              f.Check,
		Kind:                garif.ResultKind_Fail,
		Level:               garif.ResultLevel_Warning,
		Message:             &garif.Message{Text: sentence(f.Message)},
		Locations:           []*garif.Location{location},
		PartialFingerprints: map[string]string{"guardlint/v1": fingerprint},
		Fixes:               r.sarifFixes(f.Fixes),
	}
	if len(f.Steps) > 0 {
		result.CodeFlows = []*garif.CodeFlow{r.sarifCodeFlow(f)}
		for i, s := range f.Steps {
			related := r.sarifLocation(s.Start, s.End, sentence(s.Message))
			related.Id = i + 1
			result.RelatedLocations = append(result.RelatedLocations, related)
		}
	}
	return sarifResult{Result: result, RuleIndex: r.check(f.Check)}
}

// sarifCodeFlow is the path from the finding's own place through its steps.
func (r Report) sarifCodeFlow(f finding.Finding) *garif.CodeFlow {
	flow := &garif.ThreadFlow{Locations: []*garif.ThreadFlowLocation{{
		Location:   r.sarifLocation(f.Start, f.End, sentence(f.Message)),
		Importance: "essential",
	}}}
	for _, s := range f.Steps {
		flow.Locations = append(flow.Locations, &garif.ThreadFlowLocation{
			Location:   r.sarifLocation(s.Start, s.End, sentence(s.Message)),
			Importance: "essential",
		})
	}
	for i, location := range flow.Locations {
		location.ExecutionOrder = i + 1
	}
	return &garif.CodeFlow{ThreadFlows: []*garif.ThreadFlow{flow}}
}

func (r Report) sarifLocation(start, end finding.Position, message string) *garif.Location {
	location := &garif.Location{PhysicalLocation: &garif.PhysicalLocation{
		ArtifactLocation: r.sarifFile(start.File),
		Region:           r.sarifRegion(start, end),
	}}
	if message != "" {
		location.Message = &garif.Message{Text: message}
	}
	return location
}

// sarifFile refers to a file relative to the source tree, so that the log is of use elsewhere.
func (r Report) sarifFile(file string) *garif.ArtifactLocation {
	if path := finding.RelativePath(r.Root, file); path != file {
		uri := url.URL{Path: filepath.ToSlash(path)}
		return &garif.ArtifactLocation{Uri: uri.EscapedPath(), UriBaseId: sourceRoot}
	}
	return &garif.ArtifactLocation{Uri: fileURI(file)}
}

func (r Report) sarifRegion(start, end finding.Position) *garif.Region {
	region := &garif.Region{StartLine: start.Line, EndLine: end.Line}
	if start.Column > 0 {
		region.StartColumn, region.EndColumn = r.Sources.UTF16Column(start), r.Sources.UTF16Column(end)
	}
	if line, ok := r.Sources.Line(start.File, start.Line); ok && start.Line == end.Line && start.Column > 0 {
		from, to := min(start.Column-1, len(line)), min(end.Column-1, len(line))
		if from < to {
			region.Snippet = &garif.ArtifactContent{Text: line[from:to]}
		}
	}
	return region
}

// sarifContext is the range of lines with one more on either side, for viewers without the source.
func (r Report) sarifContext(file string, first, last int) *garif.Region {
	var lines []string
	region := new(garif.Region)
	for n := first - 1; n <= last+1; n++ {
		if line, ok := r.Sources.Line(file, n); ok {
			if region.StartLine == 0 {
				region.StartLine = n
			}
			region.EndLine = n
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		return nil
	}
	region.Snippet = &garif.ArtifactContent{Text: strings.Join(lines, "\n")}
	return region
}

// sarifFixes converts fixes; the edits of a fix are grouped by file.
func (r Report) sarifFixes(fixes []finding.Fix) []*garif.Fix {
	var converted []*garif.Fix
	for _, fix := range fixes {
		changes := make(map[string]*garif.ArtifactChange)
		f := &garif.Fix{Description: &garif.Message{Text: sentence(fix.Message)}}
		for _, e := range fix.Edits {
			change := changes[e.File]
			if change == nil {
				change = &garif.ArtifactChange{ArtifactLocation: r.sarifFile(e.File)}
				changes[e.File] = change
				f.ArtifactChanges = append(f.ArtifactChanges, change)
			}
			region := r.sarifRegion(r.Sources.Position(e.File, e.Start), r.Sources.Position(e.File, e.End))
			region.Snippet = nil
			change.Replacements = append(change.Replacements, &garif.Replacement{
				DeletedRegion:   region,
				InsertedContent: &garif.ArtifactContent{Text: e.New},
			})
		}
		converted = append(converted, f)
	}
	return converted
}

// fileURI is the file: address of an absolute path.
func fileURI(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") { // C:/...
		path = "/" + path
	}
	u := url.URL{Scheme: "file", Path: strings.TrimSuffix(path, "/")}
	return u.String()
}

// sentence makes a message the full sentence that SARIF asks for.
func sentence(s string) string {
	s = strings.TrimSuffix(s, ".")
	if s == "" {
		return ""
	}
	return s + "."
}
