using System.Globalization;
using Akis.Engine.Runtime;
using Akis.Feel;
using Akis.Handbook.Checks;
using Akis.Registry.Records;

namespace Akis.Automation.Records;

/// <summary>The registry's jobs in scenarios: what they ask and what is answered is held to the rules of the kinds.</summary>
internal static class RecordRehearsals
{
    /// <summary><c>registry.save</c>.</summary>
    public static Rehearsed Save(RehearsalMemory memory, ActivatedJob job, FeelContext? scripted)
    {
        var (answer, records) = (scripted ?? FeelContext.Empty, memory.Of<RehearsedRecords>());
        if (RecordTypes.Default.Find(job.Headers.GetValueOrDefault("type")) is not { } type) return new(answer, NoKind(job));
        if (job.Variables.Get("record").AsContext() is not { } given) return new(answer, "'record' is no context");
        var known = Text(job.Variables.Get("recordKey"));
        var key = known ?? Text(answer.Get("recordKey")) ?? records.NextKey().ToString(CultureInfo.InvariantCulture);
        var errors = known is null ? records.Add(type, key, Values(given)) : records.Change(type, key, Values(given));
        return new(answer.With("recordKey", FeelValue.Of(key)), Refusal(type, errors));
    }

    /// <summary><c>registry.find</c>.</summary>
    public static Rehearsed Find(RehearsalMemory memory, ActivatedJob job, FeelContext? scripted)
    {
        var answer = scripted ?? FeelContext.Of(("records", FeelValue.Of(FeelList.Of([]))), ("recordCount", FeelValue.Of(0m)), ("record", FeelValue.Null));
        if (RecordTypes.Default.Find(job.Headers.GetValueOrDefault("type")) is not { } type) return new(answer, NoKind(job));
        var errors = RehearsedRecords.Unknown(type, job.Variables.Get("recordFilter").AsContext()?.Keys ?? []).ToList();
        foreach (var found in (answer.Get("records").AsList() ?? FeelList.Of([])).Append(answer.Get("record")).Select(value => value.AsContext()).OfType<FeelContext>())
        {
            errors.AddRange(memory.Of<RehearsedRecords>().Take(type, Text(found.Get("key")), Values(found).Where(value => !RecordKind.OfEvery.Contains(value.Key)).ToDictionary()));
        }

        return new(answer, Refusal(type, errors));
    }

    private static Dictionary<string, string?> Values(FeelContext record) => record.ToDictionary(entry => entry.Key, entry => (string?)FieldRules.FromFeel(entry.Value));

    private static string? Text(FeelValue value) => FieldRules.FromFeel(value) is { Length: > 0 } text ? text : null;

    private static string NoKind(ActivatedJob job) => $"'{job.Headers.GetValueOrDefault("type")}' is no kind of record";

    private static string? Refusal(RecordType type, IReadOnlyList<FieldError> errors) => errors.Count == 0 ? null : $"{type.Code}: {string.Join(" ", errors.Select(error => error.En).Distinct())}";
}
