using System.Globalization;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Feel;

namespace Akis.Registry.Parameters;

/// <summary>A value that changes by law or by year, from one day until the next entry of its name.</summary>
/// <param name="Name">Dotted: <c>dogrudan-temin.buyuksehir</c>.</param>
/// <param name="ValidFrom">The first day on which it holds.</param>
/// <param name="Value">FEEL: a number, a text, a list …</param>
/// <param name="Basis">The law, letter or decision that it comes from.</param>
/// <param name="Author">Who entered it.</param>
public sealed record Parameter(string Name, DateOnly ValidFrom, string Value, string Basis, string Author);

/// <summary>Limits and rates as dated entries: what was decided in January stays decided by January's limit.</summary>
public sealed class Parameters(AkisDatabase database)
{
    private static readonly string[] Keepers = ["satinalma", "koordinator", "baskan", "yonetici"];

    /// <summary>Whether the actor enters values.</summary>
    public static bool MayWrite(Actor actor) => actor.IsAdministrator || actor.IsIn(Keepers);

    // How long personal data is kept is decided by who answers for it.
    private static readonly string[] KeepersOfRetention = ["baskan", "yonetici"];

    /// <summary>All entries by name, the newest first.</summary>
    public Task<List<Parameter>> ListAsync(CancellationToken cancel = default) => database.ReadAsync((connection, token) => connection.QueryAsync(
        "SELECT name, valid_from, value, basis, author FROM parameter ORDER BY name, valid_from DESC LIMIT 1000", row => new Parameter(row.GetString(0), DateOnly.ParseExact(row.GetString(1), "yyyy-MM-dd", CultureInfo.InvariantCulture), row.GetString(2), row.GetString(3), row.GetString(4)), token), cancel);

    /// <summary>Enters a value from a day on; the same day again replaces it.</summary>
    public async Task<Outcome> SetAsync(string name, DateOnly validFrom, string value, string basis, Actor actor, CancellationToken cancel = default)
    {
        if (!MayWrite(actor)) return new Problem("parameter.not-yours", 403, "Parametreleri yalnız yetkililer değiştirebilir.", "Only those in charge may change parameters.");
        if (name.StartsWith("saklama.", StringComparison.Ordinal) && !actor.IsAdministrator && !actor.IsIn(KeepersOfRetention)) return new Problem("parameter.retention", 403, "Saklama sürelerini yalnız daire başkanı ve sistem yöneticisi değiştirebilir.", "Only the head of department and the administrator may change how long things are kept.");
        if (name.Length is 0 or > 100 || name.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('.' or '-'))) return new Problem("parameter.name", 422, "Ad; harf, rakam, nokta ve kısa çizgiden oluşmalı.", "The name is made of letters, digits, points and hyphens.");
        if (basis.Trim().Length == 0) return new Problem("parameter.basis", 422, "Dayanak gerekli: yasa maddesi, tebliğ ya da yazı.", "The basis is required: an article, a notice or a letter.");
        var parsed = FeelExpression.Parse(value);
        if (parsed.Errors.Count > 0) return new Problem("parameter.value", 422, $"Değer bir FEEL ifadesi değil: {parsed.Errors[0].Tr}", $"The value is no FEEL expression: {parsed.Errors[0].En}");
        return await database.WriteAsync(async (session, token) =>
        {
            await session.ExecuteAsync("INSERT INTO parameter (name, valid_from, value, basis, author, at) VALUES (@name, @from, @value, @basis, @author, @now) ON CONFLICT (name, valid_from) DO UPDATE SET value = excluded.value, basis = excluded.basis, author = excluded.author, at = excluded.at", token,
                ("name", name), ("from", validFrom.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), ("value", value.Trim()), ("basis", basis.Trim()), ("author", actor.UserName), ("now", session.Now));
            return Outcome.Done;
        }, cancel);
    }

    /// <summary>The value of a name on a day, outside a transaction; null where no entry holds yet.</summary>
    public async Task<FeelValue?> ValueAsync(string name, DateOnly on, CancellationToken cancel = default) =>
        (await ListAsync(cancel)).Find(entry => entry.Name == name && entry.ValidFrom <= on) is { } holds ? FeelExpression.Parse(holds.Value).Evaluate(FeelContext.Empty, FeelEnvironment.Default).Value : null;

    /// <summary>The value of a name on a day; null where no entry holds yet.</summary>
    public static async Task<FeelValue?> ValueAsync(WriteSession session, string name, DateOnly on, CancellationToken cancel = default)
    {
        var found = await session.QueryAsync("SELECT value FROM parameter WHERE name = @name AND valid_from <= @on ORDER BY valid_from DESC LIMIT 1", row => row.GetString(0), cancel, ("name", name), ("on", on.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        return found.Count == 0 ? null : FeelExpression.Parse(found[0]).Evaluate(FeelContext.Empty, FeelEnvironment.Default).Value;
    }
}
