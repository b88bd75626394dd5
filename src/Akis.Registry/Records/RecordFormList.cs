using System.Globalization;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Feel;
using Akis.Handbook.Forms;

namespace Akis.Registry.Records;

/// <summary>Records as choices of forms: a field with <c>"valuesKey": "kayitlar_lab"</c> lists the laboratories, its value is the key of one. Kinds that are not open are listed to their readers only.</summary>
internal sealed class RecordFormList(AkisDatabase database) : IFormList
{
    private const string Prefix = "kayitlar_";
    private const int Most = 500;

    public async Task<FeelValue?> OptionsAsync(string variable, Actor actor, CancellationToken cancel)
    {
        if (!variable.StartsWith(Prefix, StringComparison.Ordinal) || RecordTypes.Default.Find(variable[Prefix.Length..].Replace('_', '-')) is not { } type) return null;
        if (!type.IsOpen && !RecordAccess.MayRead(actor, type)) return FeelValue.Of(FeelList.Empty);
        var records = await database.ReadAsync((connection, token) => connection.QueryAsync("SELECT key, title FROM record WHERE type = @type ORDER BY sort_title, key LIMIT @most", row => (Key: row.GetInt64(0), Title: row.GetString(1)), token, ("type", type.Code), ("most", Most)), cancel);
        return FeelValue.Of(FeelList.Of(records.Select(record => FeelValue.Of(FeelContext.Of(("label", FeelValue.Of(record.Title)), ("value", FeelValue.Of(record.Key.ToString(CultureInfo.InvariantCulture))))))));
    }
}
