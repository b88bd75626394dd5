using Akis.Bpmn.Graph;
using Akis.Engine;
using Akis.Feel;
using Akis.Handbook.Catalogue;
using Akis.People;

namespace Akis.Handbook.Kpis;

/// <summary>An indicator over a period.</summary>
/// <param name="Kpi">The indicator.</param>
/// <param name="Value">Its number, in its unit; null where no instance counts.</param>
/// <param name="Counted">How many instances count.</param>
public sealed record KpiResult(CardKpi Kpi, decimal? Value, int Counted);

/// <summary>The indicators of a process over a period.</summary>
/// <param name="Results">Those that have a formula, in the card's order.</param>
/// <param name="Instances">How many instances were looked at.</param>
/// <param name="IsWhole">False where the period holds more; the newest were looked at.</param>
public sealed record KpiReport(IReadOnlyList<KpiResult> Results, int Instances, bool IsWhole);

/// <summary>Computes indicators from the history of a process's instances, as the formulas of its card say.</summary>
public sealed class KpiReports(ProcessQueries processes, EngineSettings settings)
{
    /// <summary>The most instances of one report.</summary>
    public const int MostInstances = 2_000;

    private const int AtOnce = 200;

    /// <summary>Whether somebody sees how processes do: leads, the head, quality and security.</summary>
    public static bool MaySee(IReadOnlySet<string> roles) => roles.Overlaps(["baskan", "kalite", "guvenlik", "koordinator", .. Roles.GroupOfLead.Keys]);

    /// <summary>The indicators over the instances that began in periods with one end: a report for each beginning.</summary>
    /// <param name="processId">The process.</param>
    /// <param name="kpis">The indicators of its card; those without a formula are passed over.</param>
    /// <param name="until">The end of the periods, exclusive.</param>
    /// <param name="beginnings">Their beginnings, inclusive.</param>
    /// <param name="cancel">Stops it.</param>
    public async Task<IReadOnlyList<KpiReport>> OfAsync(string processId, IEnumerable<CardKpi> kpis, DateTimeOffset until, IReadOnlyList<DateTimeOffset> beginnings, CancellationToken cancel = default)
    {
        var formulas = kpis.Where(kpi => kpi.Formula is not null).Select(kpi => (Kpi: kpi, Kind: kpi.Formula!.As, Parsed: FeelExpression.Parse(kpi.Formula!.Of))).ToList(); // null was left out
        var environment = new FeelEnvironment { Clock = settings.Clock, Calendars = settings.Calendars };
        var seen = new List<(DateTimeOffset Started, FeelValue[] Values)>();
        var before = long.MaxValue;
        while (seen.Count < MostInstances && await processes.StartedBetweenAsync(processId, beginnings.Min(), until, before, AtOnce, cancel) is { Count: > 0 } page)
        {
            foreach (var instance in page)
            {
                var scope = await ScopeAsync(instance, cancel);
                seen.Add((instance.StartedAt, [.. formulas.Select(formula => formula.Parsed.Evaluate(scope, environment).Value)]));
            }

            before = page[^1].Key;
        }

        var isWhole = seen.Count < MostInstances || (await processes.StartedBetweenAsync(processId, beginnings.Min(), until, before, 1, cancel)).Count == 0;
        return [.. beginnings.Select(from =>
        {
            var within = seen.Where(one => one.Started >= from).ToList();
            return new KpiReport([.. formulas.Select((formula, i) => Result(formula.Kpi, KpiMath.Of(formula.Kind, [.. within.Select(one => one.Values[i])])))], within.Count, isWhole || within.Count < seen.Count);
        })];
    }

    private static KpiResult Result(CardKpi kpi, (decimal? Value, int Counted) computed) => new(kpi, computed.Value, computed.Counted);

    private async Task<FeelContext> ScopeAsync(InstanceView instance, CancellationToken cancel)
    {
        var path = await processes.PathAsync(instance.Key, cancel);
        var steps = path.GroupBy(step => step.Name).Select(visits => (visits.Key, FeelValue.Of(FeelContext.Of(
            ("started", FeelValue.Of(visits.First().StartedAt)), ("ended", Moment(visits.Last().EndedAt)), ("count", FeelValue.Of(visits.Count()))))));
        var ending = path.Where(step => step.Kind == NodeKind.EndEvent && step.EndedAt is not null).MaxBy(step => step.Key);
        return (await processes.VariablesAsync(instance.Key, cancel)).With(FeelContext.Of(
            ("started", FeelValue.Of(instance.StartedAt)), ("ended", Moment(instance.EndedAt)), ("ending", FeelValue.Of(instance.EndedAt is null ? null : ending?.Name)), ("steps", FeelValue.Of(FeelContext.Of(steps)))));
    }

    private static FeelValue Moment(DateTimeOffset? at) => at is { } moment ? FeelValue.Of(moment) : FeelValue.Null;
}
