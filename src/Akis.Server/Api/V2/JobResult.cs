using System.Globalization;
using System.Text.Json;
using Akis.Bpmn.Stepping;
using Akis.Engine.Database;
using Akis.Engine.Runtime;
using Akis.Feel;

namespace Akis.Server.Api.V2;

/// <summary>What a task listener says of its task: that it denies what was asked, or what it puts right.</summary>
internal static class JobResult
{
    private static readonly Problem Unsupported = new("not-supported", 501, "result yalnız görev dinleyicileri içindir; adaylar düzeltilemez.", "A result is for task listeners only, and candidates cannot be corrected.");

    /// <summary>Reads <c>result</c>; workers may send an empty one for every job.</summary>
    public static Outcome<JobAnswer> Read(JsonElement? result, FeelContext variables)
    {
        var done = new JobAnswer.Completed(variables);
        if (result is not { ValueKind: JsonValueKind.Object } given) return done;
        if (Given(given, "type") is { } type && type.GetString() is not "userTask") return Unsupported;
        if (Given(given, "denied") is { ValueKind: JsonValueKind.True }) return done with { Denied = Given(given, "deniedReason")?.GetString() ?? "" };
        if (Given(given, "corrections") is not { ValueKind: JsonValueKind.Object } corrections) return done;
        if (Given(corrections, "candidateUsers") is not null || Given(corrections, "candidateGroups") is not null) return Unsupported;
        if (!Instant(corrections, "dueDate", out var due) || !Instant(corrections, "followUpDate", out var followUp)) return new Problem("job.correction", 400, "dueDate ve followUpDate ISO 8601 biçiminde olmalı.", "dueDate and followUpDate must be instants in ISO 8601.");
        var priority = Given(corrections, "priority") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) ? value : (int?)null;
        return done with { Corrections = new TaskCorrections(Given(corrections, "assignee")?.GetString(), due, followUp, priority) };
    }

    private static JsonElement? Given(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static bool Instant(JsonElement json, string name, out DateTimeOffset? instant)
    {
        instant = null;
        if (Given(json, name) is not { } value) return true;
        if (value.ValueKind != JsonValueKind.String || !DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read)) return false;
        instant = read;
        return true;
    }
}
