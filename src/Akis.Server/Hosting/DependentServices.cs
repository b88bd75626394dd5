using System.Globalization;
using Akis.Desk.Incidents;
using Akis.Engine.Database;
using Akis.Registry.Records;

namespace Akis.Server.Hosting;

/// <summary>Who needs what, as the registry's dependencies say.</summary>
internal sealed class DependentServices(RecordQueries records) : IDependentServices
{
    private const int Most = 200;
    private const int Steps = 5; // as far as the registry's own pages look

    // The field of a dependency that names a thing of this kind.
    private static readonly (RecordType Type, string Field)[] Kinds = [(Kind("sunucu"), "sunucu"), (Kind("ag-cihazi"), "cihaz"), (Kind("servis"), "dayandigi")];

    public async Task<IReadOnlyList<string>> OfAsync(WriteSession session, IReadOnlyList<string> things, CancellationToken cancel)
    {
        var open = new Queue<(string Field, long Key, int Step)>();
        foreach (var thing in things)
        {
            foreach (var (type, field) in Kinds)
            {
                foreach (var record in (await records.ListAsync(session, type, null, Where("ad", thing), 1, cancel)).Items) open.Enqueue((field, record.Key, 1));
            }
        }

        var found = new Dictionary<long, string>();
        while (open.TryDequeue(out var at))
        {
            foreach (var dependency in (await records.ListAsync(session, Kind("bagimlilik"), null, Where(at.Field, at.Key.ToString(CultureInfo.InvariantCulture)), Most, cancel)).Items)
            {
                var service = long.Parse(dependency["servis"], CultureInfo.InvariantCulture);
                if (found.ContainsKey(service) || await RecordStore.FindAsync(session, service, cancel) is not { } record) continue;
                found[service] = record["ad"];
                if (at.Step < Steps) open.Enqueue(("dayandigi", service, at.Step + 1));
            }
        }

        return [.. found.Values];
    }

    private static RecordType Kind(string code) => RecordTypes.Default.Find(code)!; // kinds of the program's own files

    private static Dictionary<string, string> Where(string field, string value) => new() { [field] = value };
}
