using Akis.Feel;

namespace Akis.Dmn.Tests;

/// <summary>
/// Models by example (<c>Cases/composition.txt</c>), parted by <c>---</c>: a title, <c>EVAL decision inputs ==> value</c> (<c>!</c> is null with a
/// diagnostic), then the elements of the model, literal expressions in braces; <c>IMPORT namespace</c> heads those of an imported one.
/// </summary>
public sealed class CaseTests
{
    private static readonly string[] Blocks = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Cases", "composition.txt")).Split("\n---\n");

    public static TheoryData<string> Titles => [.. Blocks.Select(Title)];

    [Theory]
    [MemberData(nameof(Titles))]
    public void It_decides(string title)
    {
        var lines = Blocks.Single(block => Title(block) == title).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var models = new Dictionary<string, string>();
        var space = "urn:m";
        foreach (var line in lines.Where(line => !line.StartsWith('#') && !line.StartsWith("EVAL ", StringComparison.Ordinal)))
        {
            if (line.StartsWith("IMPORT ", StringComparison.Ordinal)) space = line["IMPORT ".Length..];
            else models[space] = models.GetValueOrDefault(space) + line + "\n";
        }

        var read = DmnReader.Read(Xml("urn:m"), wanted => models.ContainsKey(wanted) ? Xml(wanted) : null);
        read.Findings.ShouldBeEmpty();
        foreach (var (wanted, call) in lines.Where(line => line.StartsWith("EVAL ", StringComparison.Ordinal)).Select(line => (line.Split(" ==> ")[1], line.Split(" ==> ")[0]["EVAL ".Length..])))
        {
            var (name, inputs) = (call.Split(' ')[0].Replace('_', ' '), call.Contains(' ', StringComparison.Ordinal) ? call[call.IndexOf(' ', StringComparison.Ordinal)..] : "{}");
            var result = read.Model.ShouldNotBeNull().Evaluate(name, FeelExpression.Parse(inputs).Evaluate(FeelContext.Empty, FeelEnvironment.Default).Value.AsContext().ShouldNotBeNull(), FeelEnvironment.Default);
            result.Value.ToString().ShouldBe(wanted == "!" ? "null" : wanted, string.Join("; ", result.Diagnostics));
            if (wanted == "!") result.Diagnostics.ShouldNotBeEmpty();
        }

        string Xml(string of) => Models.Xml(Models.Literals(models[of]), of);
    }

    private static string Title(string block) => block.Split('\n')[0].TrimStart('#', ' ');
}
