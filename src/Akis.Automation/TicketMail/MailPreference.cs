using Akis.Engine.Database;

namespace Akis.Automation.TicketMail;

/// <summary>How somebody wants to be told of tickets by mail.</summary>
/// <param name="Language">tr, en or both.</param>
/// <param name="Pace">now, hourly or daily.</param>
/// <param name="Muted">Kinds of messages that are not wanted; of <see cref="Mutable"/>.</param>
public sealed record MailPreference(string Language, string Pace, IReadOnlySet<string> Muted)
{
    /// <summary>What is true for who said nothing.</summary>
    public static MailPreference Default { get; } = new("both", "now", new HashSet<string>());

    /// <summary>Languages to choose from.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["both", "tr", "en"];

    /// <summary>Paces to choose from.</summary>
    public static IReadOnlyList<string> Paces { get; } = ["now", "hourly", "daily"];

    /// <summary>Messages that can be switched off. Questions, answers and solutions cannot: the ticket would go on without its requester.</summary>
    public static IReadOnlyList<string> Mutable { get; } = ["bilet-alindi", "bilet-atandi", "bilet-planlandi", "bilet-memnuniyet", "bilet-yanit-geldi", "bilet-izlenen"];
}

/// <summary>Keeps how people want to be told.</summary>
public sealed class MailPreferences(AkisDatabase database)
{
    /// <summary>Somebody's wishes.</summary>
    public async Task<MailPreference> OfAsync(string userName, CancellationToken cancel = default) => (await database.ReadAsync((connection, token) => connection.QueryAsync(
        "SELECT language, pace, muted FROM mail_preference WHERE user_name = @user", row => new MailPreference(row.GetString(0), row.GetString(1), row.GetString(2).Split(',', StringSplitOptions.RemoveEmptyEntries).ToHashSet()), token, ("user", userName)), cancel))
        .FirstOrDefault() ?? MailPreference.Default;

    /// <summary>Keeps somebody's wishes; words that there are not are refused.</summary>
    public async Task<Outcome> SaveAsync(string userName, MailPreference wish, CancellationToken cancel = default)
    {
        if (!MailPreference.Languages.Contains(wish.Language) || !MailPreference.Paces.Contains(wish.Pace) || !wish.Muted.IsSubsetOf(MailPreference.Mutable)) return new Problem("mail.preference", 422, "Listedeki seçeneklerden birini seçin.", "Choose one of the options in the list.");
        return await database.WriteAsync<Outcome>(async (session, token) =>
        {
            await session.ExecuteAsync("""
                INSERT INTO mail_preference (user_name, language, pace, muted) VALUES (@user, @language, @pace, @muted) ON CONFLICT (user_name) DO UPDATE SET language = @language, pace = @pace, muted = @muted
                """, token, ("user", userName), ("language", wish.Language), ("pace", wish.Pace), ("muted", string.Join(',', wish.Muted)));
            return Outcome.Done;
        }, cancel);
    }
}
