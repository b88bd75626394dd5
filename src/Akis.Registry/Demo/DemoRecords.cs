using System.Globalization;
using System.Text.RegularExpressions;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Registry.Records;

namespace Akis.Registry.Demo;

/// <summary>The demo university's records: invented, the same each time, dates relative to the day of seeding (<c>{+30}</c>). Where any place is known already, nothing is added.</summary>
public sealed partial class DemoRecords(AkisDatabase database, RecordQueries queries, TimeProvider clock)
{
    /// <summary>Adds what the demo begins with.</summary>
    public async Task SeedAsync(CancellationToken cancel = default)
    {
        var today = DateOnly.FromDateTime(clock.GetLocalNow().DateTime);
        var files = Files().ToList();
        if ((await queries.ListAsync(Actor.System, files[0].Type, null, new Dictionary<string, string>(), 0, 1, cancel)).Items.Count > 0) return;
        await database.WriteAsync(async (session, token) =>
        {
            foreach (var (type, content) in files)
            {
                var report = await RecordCsv.ImportAsync(session, type, Dates(content, today), new(Actor.System), token);
                if (!report.Succeeded) throw new InvalidDataException($"demo records of {type.Code}: {report.En} {string.Join(" ", report.Rows.SelectMany(row => row.Errors.Select(error => $"line {row.Line}: {error.En}")).Take(3))}");
            }

            return true;
        }, cancel);
    }

    // In the order of their numbers: what is referred to comes first.
    private static IEnumerable<(RecordType Type, string Content)> Files()
    {
        var assembly = typeof(DemoRecords).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".demo.csv", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!); // its name came from the assembly
            yield return (RecordTypes.Default.Find(resource.Split('.')[1])!, reader.ReadToEnd()); // files are named after kinds
        }
    }

    private static string Dates(string content, DateOnly today) =>
        RelativeDay().Replace(content, day => today.AddDays(int.Parse(day.Groups[1].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    [GeneratedRegex(@"\{([+-]\d+)\}")]
    private static partial Regex RelativeDay();
}
