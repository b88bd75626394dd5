using Akis.Bpmn.Expressions;
using Akis.Engine.Database;
using Akis.Engine.Runtime;
using Akis.Feel;

namespace Akis.Registry.Records;

/// <summary>Answers what models ask about records: which role looks after one, and in whose hands it is.</summary>
internal static class RecordAnswers
{
    private const string Custody = "zimmet";

    public static IEnumerable<HostFunction> Functions { get; } =
    [
        new(OrganisationNames.OwnerGroupOf, (session, key) => Text(Find(session, key) is { } record ? Owner(record) : null)),
        new(OrganisationNames.KeeperOf, (session, key) => Text(Find(session, key) is { } record ? Custodian(session, record.Key) ?? Responsible(record) : null)),
    ];

    private static FeelValue Text(string? name) => name is null ? FeelValue.Null : FeelValue.Of(name);

    private static (long Key, string Type, string Fields)? Find(WriteSession session, string key) => long.TryParse(key, out var number)
        && session.Query("SELECT key, type, fields FROM record WHERE key = @key", row => (Key: row.GetInt64(0), Type: row.GetString(1), Fields: row.GetString(2)), ("key", number)) is [var record] ? record : null;

    private static string? Owner((long Key, string Type, string Fields) record)
    {
        var values = FeelJson.ParseContext(record.Fields) ?? FeelContext.Empty;
        return RecordTypes.Default.Find(record.Type)?.OwnerOf(field => values.Get(field).AsString());
    }

    // Who has signed for it and has not given it back.
    private static string? Custodian(WriteSession session, long key) => session.Query(
            "SELECT r.fields FROM record_ref f JOIN record r ON r.key = f.from_key WHERE f.to_key = @key AND r.type = @type ORDER BY r.key DESC", row => FeelJson.ParseContext(row.GetString(0)) ?? FeelContext.Empty, ("key", key), ("type", Custody))
        .Where(custody => custody.Get("bitis").AsString() is not { Length: > 0 }).Select(custody => custody.Get("kisi").AsString()).FirstOrDefault();

    // The first person that the record itself names.
    private static string? Responsible((long Key, string Type, string Fields) record)
    {
        var values = FeelJson.ParseContext(record.Fields) ?? FeelContext.Empty;
        return RecordTypes.Default.Find(record.Type)?.Fields.Where(field => field.Kind == FieldKind.Person).Select(field => values.Get(field.Name).AsString()).FirstOrDefault(person => person is { Length: > 0 });
    }
}
