using System.Globalization;
using Akis.Engine;
using Akis.Engine.Runtime;
using Akis.Feel;
using Akis.Registry.Parameters;
using Akis.Registry.Records;

namespace Akis.Automation.Records;

/// <summary>
/// <c>registry.save</c>: makes a record of the kind in the header <c>type</c> from the variable <c>record</c> (a context), or changes the one whose key is in <c>recordKey</c>.
/// Gives <c>recordKey</c>, <c>recordTitle</c> and <c>recordTag</c>. What the registry refuses is the BPMN error KAYIT_HATA with <c>recordError</c>.
/// </summary>
internal sealed class SaveRecord : IJobHandler
{
    public const string ErrorCode = "KAYIT_HATA";

    public string Type => "registry.save";

    public bool TouchesOnlyTheDatabase => true;

    public async Task<JobAnswer> HandleAsync(JobCall call, CancellationToken cancel)
    {
        var (job, session) = (call.Job, call.Session!); // TouchesOnlyTheDatabase
        if (RecordTypes.Default.Find(job.Headers.GetValueOrDefault("type")) is not { } type) return new JobAnswer.Failed($"'{job.Headers.GetValueOrDefault("type")}' adında bir kayıt türü yok.", Retries: 0);
        if (job.Variables.Get("record").AsContext() is not { } given) return new JobAnswer.Failed("'record' değişkeni bir bağlam (context) olmalı.", Retries: 0);
        var values = given.ToDictionary(entry => entry.Key, entry => (string?)FieldRules.FromFeel(entry.Value));
        var cause = new Cause(Actor.System, job.InstanceKey, job.BusinessKey);
        var saved = await session.TryAsync(() => Keys.Of(job.Variables.Get("recordKey")) is { } key ? RecordStore.ChangeAsync(session, key, values, null, cause, cancel) : RecordStore.AddAsync(session, type, values, cause, cancel), cancel);
        if (!saved.Succeeded)
        {
            var why = saved.Problem?.Tr ?? string.Join(" ", saved.Errors.Select(error => error.Tr));
            return new JobAnswer.Error(ErrorCode, why, FeelContext.Of(("recordError", FeelValue.Of(why))));
        }

        var record = (await RecordStore.FindAsync(session, saved.Key, cancel))!; // saved just now
        return new JobAnswer.Completed(FeelContext.Of(("recordKey", FeelValue.Of(record.Key.ToString(CultureInfo.InvariantCulture))), ("recordTitle", FeelValue.Of(record.Title)), ("recordTag", FeelValue.Of(record.Tag))));
    }
}

/// <summary>
/// <c>registry.find</c>: records of the kind in the header <c>type</c>: the one whose key is in <c>recordKey</c>, else those with the words in <c>recordWords</c> and the values in <c>recordFilter</c>.
/// Gives <c>records</c> (at most 100), <c>recordCount</c> (all that match) and <c>record</c> (the first, or null).
/// </summary>
internal sealed class FindRecords(RecordQueries queries) : IJobHandler
{
    private const int Most = 100;

    public string Type => "registry.find";

    public bool TouchesOnlyTheDatabase => true;

    public async Task<JobAnswer> HandleAsync(JobCall call, CancellationToken cancel)
    {
        var (job, session) = (call.Job, call.Session!); // TouchesOnlyTheDatabase
        if (RecordTypes.Default.Find(job.Headers.GetValueOrDefault("type")) is not { } type) return new JobAnswer.Failed($"'{job.Headers.GetValueOrDefault("type")}' adında bir kayıt türü yok.", Retries: 0);
        if (Keys.Of(job.Variables.Get("recordKey")) is { } key)
        {
            var one = await RecordStore.FindAsync(session, key, cancel) is { } record && record.Type == type ? new[] { record } : [];
            return Found(one, one.Length);
        }

        var filters = (job.Variables.Get("recordFilter").AsContext() ?? FeelContext.Empty).ToDictionary(entry => entry.Key, entry => FieldRules.FromFeel(entry.Value));
        if (filters.Keys.FirstOrDefault(name => type.Find(name) is null) is { } unknown) return new JobAnswer.Failed($"{type.Code} kaydında '{unknown}' alanı yok.", Retries: 0);
        var list = await queries.ListAsync(session, type, job.Variables.Get("recordWords").AsString(), filters, Most, cancel);
        return Found(list.Items, list.Total);
    }

    private static JobAnswer.Completed Found(IReadOnlyList<Record> records, long count) => new(FeelContext.Of(
        ("records", FeelValue.Of(FeelList.Of(records.Select(record => FeelValue.Of(record.ToFeel()))))), ("recordCount", FeelValue.Of(count)), ("record", records.Count > 0 ? FeelValue.Of(records[0].ToFeel()) : FeelValue.Null)));
}

/// <summary><c>registry.number</c>: the next number of the series in the header <c>series</c>, as <c>recordNumber</c>: DEG-2026-00045.</summary>
internal sealed class NumberRecord : IJobHandler
{
    public string Type => "registry.number";

    public bool TouchesOnlyTheDatabase => true;

    public async Task<JobAnswer> HandleAsync(JobCall call, CancellationToken cancel) => call.Job.Headers.GetValueOrDefault("series") is { Length: > 0 } series
        ? new JobAnswer.Completed(FeelContext.Of(("recordNumber", FeelValue.Of(await RecordNumbers.NextAsync(call.Session!, series, FeelEnvironment.Default.Zone, cancel))))) // TouchesOnlyTheDatabase
        : new JobAnswer.Failed("'series' başlığı gerekli.", Retries: 0);
}

/// <summary><c>registry.parameter</c>: the value of the parameter in the header <c>name</c> on the day in <c>parameterDate</c> (else today), as <c>parameterValue</c>; an incident where no entry holds.</summary>
internal sealed class ReadParameter : IJobHandler
{
    public string Type => "registry.parameter";

    public bool TouchesOnlyTheDatabase => true;

    public async Task<JobAnswer> HandleAsync(JobCall call, CancellationToken cancel)
    {
        var (job, session) = (call.Job, call.Session!); // TouchesOnlyTheDatabase
        var name = job.Headers.GetValueOrDefault("name", "");
        var on = job.Variables.Get("parameterDate").AsDate() ?? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(session.Now, FeelEnvironment.Default.Zone).DateTime);
        return await Parameters.ValueAsync(session, name, on, cancel) is { } value
            ? new JobAnswer.Completed(FeelContext.Of(("parameterValue", value)))
            : new JobAnswer.Failed($"'{name}' parametresinin {on:dd.MM.yyyy} günü geçerli bir değeri yok.", Retries: 0);
    }
}

/// <summary>Keys travel through processes as text, since numbers of that size are rounded by some readers of JSON.</summary>
internal static class Keys
{
    public static long? Of(FeelValue value) => long.TryParse(value.AsString() ?? value.AsDecimal()?.ToString(CultureInfo.InvariantCulture), NumberStyles.None, CultureInfo.InvariantCulture, out var key) ? key : null;
}
