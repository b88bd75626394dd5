using Akis.Desk.Assignment;
using Akis.Desk.Tickets;
using Akis.Engine;
using Akis.Engine.Database;

namespace Akis.Desk.Fields;

/// <summary>A field as somebody saw it and as he wants it.</summary>
/// <param name="Field">subject, labels or assignee.</param>
/// <param name="Was">What the form showed.</param>
/// <param name="Wanted">What it should be.</param>
public sealed record FieldChange(string Field, string Was, string Wanted);

/// <summary>Two people have changed the same field.</summary>
/// <param name="Field">Which.</param>
/// <param name="Theirs">What it is now.</param>
/// <param name="Mine">What was wanted.</param>
public sealed record FieldConflict(string Field, string Theirs, string Mine);

/// <summary>Fields that agents edit. Two agents who change different fields both succeed; the same field is a conflict that shows both values.</summary>
public sealed class EditTicket(AkisDatabase database, TicketWork work)
{
    /// <summary>What has to be decided: who changed what meanwhile. Where there is a conflict, nothing was written.</summary>
    /// <param name="Problem">Why nothing was written; null where it was.</param>
    /// <param name="Conflicts">The fields that somebody else has changed.</param>
    public sealed record Edited(Problem? Problem, IReadOnlyList<FieldConflict> Conflicts) : IOutcome
    {
        /// <inheritdoc />
        public bool Succeeded => Problem is null;
    }

    /// <summary>What is left to write after what somebody else has written: pure. A field that nobody else touched, or that both made the same, is no conflict.</summary>
    public static (IReadOnlyList<FieldChange> Write, IReadOnlyList<FieldConflict> Conflicts) Merge(IEnumerable<FieldChange> changes, Func<string, string> now)
    {
        var mine = changes.Where(change => change.Was != change.Wanted && now(change.Field) != change.Wanted).ToList();
        return ([.. mine.Where(change => now(change.Field) == change.Was)], [.. mine.Where(change => now(change.Field) != change.Was).Select(change => new FieldConflict(change.Field, now(change.Field), change.Wanted))]);
    }

    /// <summary>Writes the changes.</summary>
    public async Task<Edited> RunAsync(string number, IReadOnlyList<FieldChange> changes, Actor actor, CancellationToken cancel = default)
    {
        IReadOnlyList<FieldConflict> conflicts = [];
        var done = await database.WriteAsync((session, token) => work.InAsync(session, number, actor, async (inside, row, stop) =>
        {
            if (row.IsOver) return TicketProblems.NotNow;
            string Now(string field) => field switch { "subject" => row.Subject, "labels" => row.Labels, _ => row.Assignee ?? "" };
            var wanted = changes.Select(change => change with { Wanted = change.Field == "labels" ? Labels.Normal(change.Wanted) : change.Wanted.Trim() });
            (var write, conflicts) = Merge(wanted, Now);
            if (conflicts.Count > 0) return new Problem("ticket.conflict", 409, "Siz düzenlerken başkası aynı alanı değiştirdi. Geçerli değeri seçip yeniden kaydedin.", "Somebody else has changed the same field meanwhile. Choose the value that holds and save again.");
            foreach (var change in write)
            {
                if ((await WriteAsync(inside, row, change, actor, stop)).Problem is { } problem) return problem;
            }

            return Outcome.Done;
        }, token), cancel);
        return new(done.Problem, conflicts);
    }

    private static async Task<Outcome> WriteAsync(WriteSession session, TicketRow row, FieldChange change, Actor actor, CancellationToken cancel)
    {
        switch (change.Field)
        {
            case "subject":
                if (change.Wanted.Length is < 5 or > 150) return new Problem("ticket.subject", 422, "Konu 5 ile 150 karakter arasında olmalı.", "The subject must have 5 to 150 characters.");
                await session.ExecuteAsync("UPDATE ticket SET subject = @subject WHERE key = @key", cancel, ("subject", change.Wanted), ("key", row.Key));
                await TicketEvents.AddAsync(session, row.Key, "subject", actor.UserName, change.Was, cancel);
                return Outcome.Done;
            case "labels":
                await Labels.SetAsync(session, row.Key, change.Wanted, cancel);
                await TicketEvents.AddAsync(session, row.Key, "labels", actor.UserName, change.Wanted, cancel);
                return Outcome.Done;
            case "assignee":
                return await AssignTicket.ToAsync(session, row, change.Wanted, actor, cancel);
            default:
                return new Problem("ticket.field", 422, $"“{change.Field}” adında düzenlenebilir bir alan yok.", $"There is no field “{change.Field}” to edit.");
        }
    }
}
