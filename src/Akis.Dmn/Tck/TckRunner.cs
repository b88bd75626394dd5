using System.Xml;
using System.Xml.Linq;
using Akis.Feel;

namespace Akis.Dmn.Tck;

/// <summary>What a run of the conformance kit came to; a folder counts as green when all its cases are.</summary>
/// <param name="Green">Cases that gave what was expected.</param>
/// <param name="Cases">All cases.</param>
/// <param name="GreenNonNull">Green cases among those that expect something other than null, which an engine cannot pass by failing.</param>
/// <param name="NonNull">All cases that expect something other than null.</param>
/// <param name="GreenFolders">Folders in which every case is green.</param>
/// <param name="Folders">All folders.</param>
public sealed record TckSummary(int Green, int Cases, int GreenNonNull, int NonNull, int GreenFolders, int Folders)
{
    /// <inheritdoc />
    public override string ToString() => $"cases {Green}/{Cases}, non-null {GreenNonNull}/{NonNull}, folders {GreenFolders}/{Folders}";
}

/// <summary>One case and how it went.</summary>
internal sealed record TckOutcome(string Folder, string File, string Case, bool Green, bool NonNull, string Expected, string Actual);

/// <summary>
/// Runs the test cases of the DMN Technology Compatibility Kit. The reading is strict: a result marked <c>errorResult</c> needs null
/// and a diagnostic, and logic that cannot be executed is red even where null is expected.
/// </summary>
public static class TckRunner
{
    /// <summary>Runs every test file below a folder.</summary>
    /// <param name="folder">A folder of the kit, at any level.</param>
    /// <param name="report">Gets a line for each red case and the summary as its last line.</param>
    /// <param name="csv">Gets a line for each case in the form in which engines hand in their results; may be null.</param>
    public static TckSummary Run(string folder, TextWriter report, TextWriter? csv = null)
    {
        var outcomes = Directory.EnumerateFiles(folder, "*.xml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).SelectMany(File).ToList();
        foreach (var red in outcomes.Where(outcome => !outcome.Green)) report.WriteLine($"{red.File} {red.Case}: expected {red.Expected}, came {red.Actual}");
        foreach (var outcome in outcomes)
        {
            csv?.WriteLine($"\"{outcome.Folder}\",\"{outcome.File}\",\"{outcome.Case}\",\"{(outcome.Green ? "SUCCESS" : "ERROR")}\",\"\"");
        }

        var folders = outcomes.GroupBy(outcome => outcome.Folder).ToList();
        var summary = new TckSummary(
            outcomes.Count(outcome => outcome.Green), outcomes.Count,
            outcomes.Count(outcome => outcome is { Green: true, NonNull: true }), outcomes.Count(outcome => outcome.NonNull),
            folders.Count(group => group.All(outcome => outcome.Green)), folders.Count);
        report.WriteLine(summary);
        return summary;
    }

    private static IEnumerable<TckOutcome> File(string path)
    {
        var root = XDocument.Load(path).Root;
        if (root?.Name.LocalName != "testCases") return [];
        var directory = Path.GetDirectoryName(path)!; // a path that was enumerated has a folder
        var modelPath = Path.Combine(directory, TckValues.Child(root, "modelName")?.Value ?? "");
        DmnModel? model = null;
        var reason = "no such model";
        if (System.IO.File.Exists(modelPath))
        {
            var read = DmnReader.ReadLeniently(System.IO.File.ReadAllText(modelPath), space => Neighbour(directory, space));
            (model, reason) = (read.Model, string.Join("; ", read.Findings.Select(finding => finding.En)));
        }

        return TckValues.Children(root, "testCase").Select(test => Case(test, model, reason, Path.GetFileName(directory), Path.GetFileNameWithoutExtension(path)));
    }

    // An imported model lies in the same folder, under whatever name.
    private static string? Neighbour(string directory, string space) =>
        Directory.EnumerateFiles(directory, "*.dmn").Select(System.IO.File.ReadAllText).FirstOrDefault(text => (string?)XDocument.Parse(text).Root?.Attribute("namespace") == space);

    private static TckOutcome Case(XElement test, DmnModel? model, string reason, string folder, string file)
    {
        var inputs = FeelContext.Of(TckValues.Children(test, "inputNode").Select(node => ((string?)node.Attribute("name") ?? "", TckValues.Read(node))));
        var (green, nonNull) = (true, false);
        var (expectedTexts, actualTexts) = (new List<string>(), new List<string>());
        foreach (var node in TckValues.Children(test, "resultNode"))
        {
            var expected = TckValues.Child(node, "expected") is { } given ? TckValues.Read(given) : default;
            var mustFail = (string?)node.Attribute("errorResult") == "true";
            nonNull |= !expected.IsNull;
            expectedTexts.Add(mustFail ? "null and a diagnostic" : expected.ToString());
            if (model is null)
            {
                green = false;
                actualTexts.Add(reason);
                continue;
            }

            // A service or a knowledge model is called as a whole: its result nodes are what it gives.
            var name = (string?)node.Attribute("name") ?? "";
            var invoked = (string?)test.Attribute("invocableName");
            var result = model.Evaluate(invoked ?? name, inputs, FeelEnvironment.Default);
            if (invoked is not null && model.Services.FirstOrDefault(service => service.Name == invoked) is { Outputs.Count: > 1 }) result = result with { Value = result.Value.AsContext()?.Get(name) ?? default };
            // What we cannot execute at all must not pass for an error that FEEL asks for.
            var executed = !result.Diagnostics.Any(diagnostic => diagnostic.Code is "dmn.unsupported" or "dmn.unknown-decision");
            var reasons = string.Join("; ", result.Diagnostics.Select(diagnostic => diagnostic.En).Distinct());
            actualTexts.Add(reasons.Length == 0 ? result.Value.ToString() : $"{result.Value} ({reasons})");
            green &= executed && TckValues.Same(expected, result.Value) && (!mustFail || result.Diagnostics.Count > 0);
        }

        return new(folder, file, (string?)test.Attribute("id") ?? "", green, nonNull, string.Join(" | ", expectedTexts), string.Join(" | ", actualTexts));
    }
}
