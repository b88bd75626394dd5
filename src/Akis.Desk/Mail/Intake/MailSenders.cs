using Akis.Desk.Mail.Reading;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Handbook.Requests;
using Akis.People.Accounts;

namespace Akis.Desk.Mail.Intake;

/// <summary>Who is behind an address.</summary>
/// <param name="Actor">As whom their messages act.</param>
/// <param name="Requester">Whose tickets they are.</param>
internal sealed record KnownSender(Actor Actor, Requester Requester);

/// <summary>Finds the person or the guest behind an address.</summary>
public sealed class MailSenders(AkisDatabase database, PersonQueries persons)
{
    private const string GuestPrefix = "konuk:";

    /// <summary>The user name under which a guest's tickets are kept.</summary>
    public static string GuestName(string address) => GuestPrefix + address;

    /// <summary>The address of a guest's user name; null where it is no guest's.</summary>
    public static string? AddressOfGuest(string userName) => userName.StartsWith(GuestPrefix, StringComparison.Ordinal) ? userName[GuestPrefix.Length..] : null;

    internal async Task<KnownSender?> FindAsync(MailSender sender, CancellationToken cancel)
    {
        if (await persons.FindByAddressAsync(sender.Address, cancel) is { } person)
        {
            return new(person.Actor, new Requester(person.UserName, person.Name, person.Unit, person.Status, person.Email, person.Manager));
        }

        var guests = await database.ReadAsync((connection, token) => connection.QueryAsync("SELECT name FROM mail_guest WHERE address = @address", row => row.GetString(0), token, ("address", sender.Address)), cancel);
        return guests.Count == 0 ? null : Guest(sender.Address, guests[0]);
    }

    internal static KnownSender Guest(string address, string name) =>
        new(new Actor(GuestName(address), new HashSet<string>()), new Requester(GuestName(address), name, "", "Misafir", address, null));
}
