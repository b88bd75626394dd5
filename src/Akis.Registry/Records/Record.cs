using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Feel;

namespace Akis.Registry.Records;

/// <summary>A record as it is stored.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Type">Its kind.</param>
/// <param name="Title">How people call it.</param>
/// <param name="Tag">What stands on its label; not to be guessed.</param>
/// <param name="Values">Values by field, in stored form; empty ones are left out.</param>
/// <param name="Revision">Counts changes.</param>
/// <param name="ChangedAt">When it was last changed.</param>
/// <param name="ChangedBy">By whom.</param>
public sealed record Record(long Key, RecordType Type, string Title, string Tag, IReadOnlyDictionary<string, string> Values, int Revision, DateTimeOffset ChangedAt, string ChangedBy)
{
    internal const string Columns = "r.key, r.type, r.title, r.tag, r.fields, r.revision, r.changed_at, r.changed_by";

    /// <summary>A value, empty where there is none.</summary>
    public string this[string field] => Values.GetValueOrDefault(field, "");

    /// <summary>As FEEL: its values, with <c>key</c>, <c>title</c> and <c>type</c>.</summary>
    public FeelContext ToFeel() => FeelContext.Of(Type.Fields.Select(field => (field.Name, FieldRules.ToFeel(field, this[field.Name])))
        .Append(("key", FeelValue.Of(Key.ToString(CultureInfo.InvariantCulture)))).Append(("title", FeelValue.Of(Title))).Append(("type", FeelValue.Of(Type.Code))));

    internal static Record Read(DbDataReader row) => new(row.GetInt64(0), RecordTypes.Default.Find(row.GetString(1))!, row.GetString(2), row.GetString(3), // a kind that has records is never taken away
        JsonSerializer.Deserialize<Dictionary<string, string>>(row.GetString(4))!, row.GetInt32(5), row.Instant(6)!.Value, row.GetString(7)); // both are never null
}

/// <summary>Who changes a record, and for which process.</summary>
/// <param name="Actor">The person, or the program itself.</param>
/// <param name="InstanceKey">The process instance whose step it was; null for a change by hand.</param>
/// <param name="ProcessCode">Its number.</param>
public sealed record Cause(Actor Actor, long? InstanceKey = null, string? ProcessCode = null);

/// <summary>One change in a record's history: before and after by field.</summary>
public sealed record RecordChange(DateTimeOffset At, string Author, string? OnBehalfOf, string? ProcessCode, IReadOnlyDictionary<string, string[]> Fields);

/// <summary>Who may see and write which records.</summary>
public static class RecordAccess
{
    private static readonly string[] ReadersOfAll = ["baskan", "kalite"];

    /// <summary>Whether the actor sees records of the type.</summary>
    public static bool MayRead(Actor actor, RecordType type) => actor.IsAdministrator || actor.IsIn(type.Readers) || actor.IsIn(type.Keepers) || actor.IsIn(ReadersOfAll);

    /// <summary>Whether the actor makes and changes them.</summary>
    public static bool MayWrite(Actor actor, RecordType type) => actor.IsAdministrator || actor.IsIn(type.Keepers);

    /// <summary>Whether the actor sees personal fields.</summary>
    public static bool MaySeePersonal(Actor actor, RecordType type) => MayWrite(actor, type) || actor.IsIn(["guvenlik"]);
}
