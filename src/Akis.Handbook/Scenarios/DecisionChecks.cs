using Akis.Dmn.Checks;
using Akis.Dmn.Examples;
using Akis.Feel;
using Akis.Feel.Calendars;

namespace Akis.Handbook.Scenarios;

/// <summary>What came of a folder's decisions: their examples and the checks of their tables.</summary>
/// <param name="Files">Decision files in the folder.</param>
/// <param name="Passed">Examples that came out as written.</param>
/// <param name="Failed">Examples that did not.</param>
/// <param name="Errors">What must be mended, each with file and line.</param>
/// <param name="Warnings">What somebody should look at.</param>
public sealed record DecisionReport(int Files, int Passed, int Failed, IReadOnlyList<string> Errors, IReadOnlyList<string> Warnings);

/// <summary>Runs the examples beside each decision file (<c>x.examples/DECISION.csv</c> for <c>x.dmn</c>) and the static checks of its tables.</summary>
internal static class DecisionChecks
{
    public static DecisionReport Run(string folder, IReadOnlyDictionary<string, WorkCalendar> calendars)
    {
        var (files, passed, failed, errors, warnings) = (0, 0, 0, new List<string>(), new List<string>());
        foreach (var file in Directory.GetFiles(folder, "*.dmn").Order(StringComparer.Ordinal))
        {
            files++;
            var (xml, name) = (File.ReadAllText(file), Path.GetFileName(file));
            if (DecisionExamples.Open(xml, FeelEnvironment.Default with { Calendars = calendars }) is not { } examples)
            {
                errors.AddRange(Dmn.DmnReader.Read(xml).Findings.Select(finding => $"{name}:{finding.Line}: {finding.Code}: {finding.En}"));
                continue;
            }

            foreach (var finding in TableCheck.Run(xml).Where(finding => finding.Severity != FindingSeverity.Note))
            {
                (finding.Severity == FindingSeverity.Error ? errors : warnings).Add($"{name}:{finding.Line}: {finding.Code}: {finding.En}");
            }

            var beside = Path.ChangeExtension(file, ".examples");
            if (!Directory.Exists(beside))
            {
                warnings.Add($"{name}: no examples ({Path.GetFileName(beside)}/DECISION.csv)");
                continue;
            }

            foreach (var csv in Directory.GetFiles(beside, "*.csv").Order(StringComparer.Ordinal))
            {
                var report = examples.Run(Path.GetFileNameWithoutExtension(csv), File.ReadAllText(csv));
                passed += report.Passed;
                failed += report.Failures.Select(failure => failure.Line).Distinct().Count();
                errors.AddRange(report.Failures.Select(failure => $"{Path.GetFileName(beside)}/{Path.GetFileName(csv)}:{failure.Line}: {(failure.Name is { Length: > 0 } title ? $"'{title}': " : "")}{failure.En}"));
            }

            errors.AddRange(examples.UnusedRules().Select(rule => $"{name}:{rule.Line}: no example is decided by rule {rule.Rule} of '{rule.DecisionId}'"));
        }

        return new(files, passed, failed, errors, warnings);
    }
}
