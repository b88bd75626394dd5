using Akis.Desk.Privacy;
using Akis.Registry.Parameters;

namespace Akis.Server.Hosting;

/// <summary>How long things are kept, as the dated parameters <c>saklama.…</c> say.</summary>
internal sealed class RetentionPeriods(Parameters parameters, TimeProvider clock) : IRetentionPeriods
{
    public async Task<int?> DaysAsync(string name, CancellationToken cancel) =>
        (await parameters.ValueAsync(name, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), cancel))?.AsInteger() is { } days and > 0 and < 100_000 ? (int)days : null;
}
