using Akis.Engine.Database;

namespace Akis.People.SignIn;

/// <summary>Signs in by password. After five wrong ones in a row the account rests for a quarter of an hour.</summary>
public sealed class SignInCommand(AkisDatabase database)
{
    private const int MostFailures = 5;
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(15);

    /// <summary>The user name as it is stored, or why not. A wrong name and a wrong password give the same answer.</summary>
    public async Task<Outcome<string>> RunAsync(string userName, string password, CancellationToken cancel = default)
    {
        // What failed must be counted, so the work itself succeeds either way.
        var (user, problem) = await database.WriteAsync<(string User, Problem? Problem)>(async (session, token) =>
        {
            var rows = await session.QueryAsync("SELECT user_name, password_hash, failed_sign_ins, locked_until FROM person WHERE user_name = @user AND active",
                row => (User: row.GetString(0), Hash: row.GetString(1), Failed: row.GetInt32(2), Locked: row.Instant(3)), token, ("user", userName.Trim().ToLowerInvariant()));
            var person = rows.Count == 0 ? default : rows[0];
            if (person.Locked > session.Now) return ("", Resting());
            if (Passwords.Fits(person.User ?? userName, person.Hash, password))
            {
                await session.ExecuteAsync("UPDATE person SET failed_sign_ins = 0, locked_until = NULL WHERE user_name = @user", token, ("user", person.User));
                return (person.User!, null); // a password fits only a known person
            }

            if (person.User is null) return ("", Wrong());
            var failures = person.Failed + 1;
            await session.ExecuteAsync("UPDATE person SET failed_sign_ins = @failed, locked_until = @until WHERE user_name = @user", token,
                ("failed", failures >= MostFailures ? 0 : failures), ("until", failures >= MostFailures ? session.Now + Rest : null), ("user", person.User));
            return ("", failures >= MostFailures ? Resting() : Wrong());
        }, cancel);
        return problem is null ? user : problem;
    }

    private static Problem Wrong() => new("sign-in.wrong", 403, "Kullanıcı adı ya da parola yanlış.", "The user name or the password is wrong.");

    private static Problem Resting() => new("sign-in.resting", 403, "Çok fazla yanlış deneme yapıldı. Lütfen 15 dakika sonra yeniden deneyin.", "Too many wrong attempts. Please try again in 15 minutes.");
}
