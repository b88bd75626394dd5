using System.Globalization;
using System.Text.Json;
using Akis.Bpmn.Stepping;
using Akis.Engine.Database;

namespace Akis.Server.Api.V2;

/// <summary>
/// What a changeset or a listener's corrections say of a task, as in Camunda 8: what is missing or null stays; an empty text takes a date away, an empty list the candidates.
/// </summary>
internal static class TaskChanges
{
    /// <summary>The fields that a changeset may have; others are refused by name instead of ignored.</summary>
    public static IReadOnlySet<string> Fields { get; } = new HashSet<string> { "dueDate", "followUpDate", "candidateGroups", "candidateUsers", "priority" };

    public static Outcome<TaskChange> Read(JsonElement given)
    {
        var change = new TaskChange();
        foreach (var field in given.EnumerateObject().Where(field => field.Value.ValueKind != JsonValueKind.Null))
        {
            var (name, value) = (field.Name, field.Value);
            switch (name)
            {
                case "dueDate" when value.ValueKind == JsonValueKind.String && value.GetString() is "": change = change with { Cleared = change.Cleared | TaskDates.Due }; break;
                case "followUpDate" when value.ValueKind == JsonValueKind.String && value.GetString() is "": change = change with { Cleared = change.Cleared | TaskDates.FollowUp }; break;
                case "dueDate" when Instant(value) is { } at: change = change with { Due = at }; break;
                case "followUpDate" when Instant(value) is { } at: change = change with { FollowUp = at }; break;
                case "priority" when value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number is >= 0 and <= 100: change = change with { Priority = number }; break;
                case "candidateGroups" when Texts(value) is { } names: change = change with { CandidateGroups = names }; break;
                case "candidateUsers" when Texts(value) is { } names: change = change with { CandidateUsers = names }; break;
                case "assignee" when value.ValueKind == JsonValueKind.String: change = change with { Assignee = value.GetString() }; break;
                case "dueDate" or "followUpDate": return Wrong(name, "ISO 8601 biçiminde bir an ya da boş metin", "an instant in ISO 8601 or an empty text");
                case "priority": return Wrong(name, "0 ile 100 arasında bir tam sayı", "a whole number from 0 to 100");
                case "candidateGroups" or "candidateUsers": return Wrong(name, "metinlerden oluşan bir liste", "a list of texts");
                case "assignee": return Wrong(name, "bir metin", "a text");
            }
        }

        return change;
    }

    public static Problem Wrong(string field, string tr, string en) => new("task.update", 400, $"“{field}” için {tr} beklenir.", $"'{field}' must be {en}.");

    private static DateTimeOffset? Instant(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    private static List<string>? Texts(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) ? [.. value.EnumerateArray().Select(item => item.GetString()!)] : null; // texts, as just asked
}
