using System.Data.Common;
using System.Globalization;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Feel;
using Akis.Handbook.Forms;

namespace Akis.Registry.Records;

/// <summary>
/// Records as choices of forms: a field with <c>"valuesKey": "kayitlar_lab"</c> lists the laboratories, its value is the key of one. Of kinds that are not open, others than their readers
/// are offered what is theirs: records that name them (the server that they administer), and records of those (the rules of that server).
/// </summary>
internal sealed class RecordFormList(AkisDatabase database) : IFormList
{
    private const string Prefix = "kayitlar_";
    private const int Most = 500;

    public async Task<FeelValue?> OptionsAsync(string variable, Actor actor, CancellationToken cancel)
    {
        if (!variable.StartsWith(Prefix, StringComparison.Ordinal) || RecordTypes.Default.Find(variable[Prefix.Length..].Replace('_', '-')) is not { } type) return null;
        var records = await database.ReadAsync((connection, token) => type.IsOpen || RecordAccess.MayRead(actor, type) ? AllAsync(connection, type, token) : TheirsAsync(connection, type, actor.UserName, token), cancel);
        return FeelValue.Of(FeelList.Of(records.Select(record => FeelValue.Of(FeelContext.Of(("label", FeelValue.Of(record.Title)), ("value", FeelValue.Of(record.Key.ToString(CultureInfo.InvariantCulture))))))));
    }

    private static Task<List<Record>> AllAsync(DbConnection connection, RecordType type, CancellationToken cancel) =>
        connection.QueryAsync($"SELECT {Record.Columns} FROM record r WHERE r.type = @type ORDER BY r.sort_title, r.key LIMIT @most", Record.Read, cancel, ("type", type.Code), ("most", Most));

    private static async Task<List<Record>> TheirsAsync(DbConnection connection, RecordType type, string user, CancellationToken cancel)
    {
        var theirs = await NamingAsync(connection, type, user, cancel);
        foreach (var target in type.Fields.Select(field => field.Target).OfType<string>().Distinct().Select(RecordTypes.Default.Find).OfType<RecordType>())
        {
            foreach (var named in await NamingAsync(connection, target, user, cancel))
            {
                theirs.AddRange(await connection.QueryAsync($"SELECT {Record.Columns} FROM record r JOIN record_ref f ON f.from_key = r.key WHERE r.type = @type AND f.to_key = @to ORDER BY r.sort_title, r.key LIMIT @most",
                    Record.Read, cancel, ("type", type.Code), ("to", named.Key), ("most", Most)));
            }
        }

        return [.. theirs.DistinctBy(record => record.Key).Take(Most)];
    }

    // The words find what may name the person; only a field that holds a person does.
    private static async Task<List<Record>> NamingAsync(DbConnection connection, RecordType type, string user, CancellationToken cancel)
    {
        if (type.Fields.All(field => field.Kind != FieldKind.Person)) return [];
        var found = await connection.QueryAsync($"SELECT {Record.Columns} FROM record r WHERE r.type = @type AND r.fields LIKE @me ORDER BY r.sort_title, r.key LIMIT @most", Record.Read, cancel, ("type", type.Code), ("me", $"%\"{user}\"%"), ("most", Most));
        return [.. found.Where(record => type.Fields.Any(field => field.Kind == FieldKind.Person && record[field.Name] == user))];
    }
}
