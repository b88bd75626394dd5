using System.Data.Common;
using Akis.Engine.Database;

namespace Akis.People.Delegations;

/// <summary>
/// A person gives his own work to a substitute for a period, and ends it early if he comes back. The substitute sees and does the tasks in the
/// person's name; he does not stand in for those for whom the person stands in, and segregation of duties holds for both of them.
/// </summary>
public sealed class Delegations(AkisDatabase database)
{
    private const int LongestReason = 200;
    private const string Columns = "key, person, substitute, from_at, until_at, reason, revoked_at";
    private static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    /// <summary>Gives <paramref name="person"/>'s work to a substitute; only the person himself may ask for it, which is the caller's to see to.</summary>
    public Task<Outcome<long>> GiveAsync(string person, string substitute, DateTimeOffset from, DateTimeOffset until, string reason, CancellationToken cancel = default) =>
        database.WriteAsync<Outcome<long>>(async (session, token) =>
        {
            session.Lock($"delegation {person}"); // two that overlap must see each other
            if (substitute == person) return new Problem("delegation.self", 422, "Kendinize vekâlet veremezsiniz.", "You cannot stand in for yourself.");
            var known = await session.QueryAsync("SELECT 1 FROM person WHERE user_name = @user AND active", row => row.GetInt32(0), token, ("user", substitute));
            if (known.Count == 0) return new Problem("delegation.nobody", 422, "Vekil olarak etkin bir hesap seçin.", "Choose an active account as the substitute.");
            if (until <= from) return new Problem("delegation.period", 422, "Bitiş, başlangıçtan sonra olmalı.", "The end must come after the beginning.");
            if (until <= session.Now) return new Problem("delegation.past", 422, "Vekâletin bitişi geçmişte kalmış.", "The period lies in the past.");
            if (until - from > Longest) return new Problem("delegation.long", 422, "Vekâlet en çok 90 gün için verilebilir.", "A delegation lasts for 90 days at most.");
            if (reason.Length > LongestReason) return new Problem("delegation.reason", 422, $"Açıklama en çok {LongestReason} karakter olabilir.", $"The reason has at most {LongestReason} characters.");
            var same = await session.QueryAsync("SELECT 1 FROM delegation WHERE person = @person AND substitute = @substitute AND revoked_at IS NULL AND from_at < @until AND until_at > @from", row => row.GetInt32(0), token,
                ("person", person), ("substitute", substitute), ("from", from), ("until", until));
            if (same.Count > 0) return new Problem("delegation.overlap", 409, "Bu kişiye bu tarihleri kapsayan bir vekâlet zaten verilmiş.", "This person already stands in for you in that period.");
            var key = session.NextKey();
            await session.ExecuteAsync("INSERT INTO delegation (key, person, substitute, from_at, until_at, reason, created_at) VALUES (@key, @person, @substitute, @from, @until, @reason, @now)", token,
                ("key", key), ("person", person), ("substitute", substitute), ("from", from), ("until", until), ("reason", reason), ("now", session.Now));
            return key;
        }, cancel);

    /// <summary>Ends a delegation of the person's own early.</summary>
    public Task<Outcome> RevokeAsync(string person, long key, CancellationToken cancel = default) => database.WriteAsync<Outcome>(async (session, token) =>
        await session.ExecuteAsync("UPDATE delegation SET revoked_at = @now WHERE key = @key AND person = @person AND revoked_at IS NULL", token, ("now", session.Now), ("key", key), ("person", person)) == 1
            ? Outcome.Done
            : new Problem("delegation.unknown", 404, "Sona erdirilecek böyle bir vekâlet yok.", "There is no such delegation to end."), cancel);

    /// <summary>What a person has given and what he was given, the newest first.</summary>
    public Task<List<Delegation>> OfAsync(string user, CancellationToken cancel = default) => database.ReadAsync((connection, token) => connection.QueryAsync(
        $"SELECT {Columns} FROM delegation WHERE person = @user OR substitute = @user ORDER BY key DESC LIMIT 100", Read, token, ("user", user)), cancel);

    private static Delegation Read(DbDataReader row) => new(row.GetInt64(0), row.GetString(1), row.GetString(2), row.Instant(3)!.Value, row.Instant(4)!.Value, row.GetString(5), row.Instant(6)); // the period is never null
}
