using System.Text.Json;
using Akis.Engine.Database;
using Akis.Engine.Runtime;
using Akis.Feel;

namespace Akis.Server.Api.V2;

/// <summary>What a task listener says of its task: that it denies what was asked, or what it puts right.</summary>
internal static class JobResult
{
    private static readonly Problem Unsupported = new("not-supported", 501, "result yalnız görev dinleyicileri içindir.", "A result is for task listeners only.");

    /// <summary>Reads <c>result</c>; workers may send an empty one for every job.</summary>
    public static Outcome<JobAnswer> Read(JsonElement? result, FeelContext variables)
    {
        var done = new JobAnswer.Completed(variables);
        if (result is not { ValueKind: JsonValueKind.Object } given) return done;
        if (Given(given, "type") is { } type && type.GetString() is not "userTask") return Unsupported;
        if (Given(given, "denied") is { ValueKind: JsonValueKind.True }) return done with { Denied = Given(given, "deniedReason")?.GetString() ?? "" };
        if (Given(given, "corrections") is not { ValueKind: JsonValueKind.Object } corrections) return done;
        var read = TaskChanges.Read(corrections);
        return read.Problem is { } problem ? problem : done with { Corrections = read.Value };
    }

    private static JsonElement? Given(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
