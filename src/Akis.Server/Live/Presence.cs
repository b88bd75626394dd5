using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Akis.Server.Live;

/// <summary>Somebody who has a ticket open.</summary>
internal sealed record Present(string UserName, string Name, bool IsWriting);

/// <summary>Who has which ticket open and who writes, on this node. Nothing is kept: it is gone with the connection.</summary>
internal sealed class Presence(TimeProvider clock)
{
    /// <summary>Who has not typed for so long no longer writes.</summary>
    public static readonly TimeSpan WritingLasts = TimeSpan.FromSeconds(10);

    private sealed record Guest(string UserName, string Name, Channel<bool> News)
    {
        public DateTimeOffset WroteAt { get; set; }
    }

    private readonly ConcurrentDictionary<string, ConcurrentDictionary<Guid, Guest>> _tickets = new();

    /// <summary>Somebody opens a ticket; gives who else is there, now and after every change, until the connection ends.</summary>
    public async IAsyncEnumerable<IReadOnlyList<Present>> OpenAsync(string number, string userName, string name, TimeSpan heartbeat, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var guests = _tickets.GetOrAdd(number, _ => new());
        var (id, guest) = (Guid.NewGuid(), new Guest(userName, name, Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite })));
        guests[id] = guest;
        Tell(guests);
        try
        {
            while (!cancel.IsCancellationRequested)
            {
                yield return OthersOf(guests, userName);
                using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancel);
                wait.CancelAfter(heartbeat);
                await ((Task)guest.News.Reader.ReadAsync(wait.Token).AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            guests.TryRemove(id, out _);
            Tell(guests);
        }
    }

    /// <summary>Somebody types.</summary>
    public void Writes(string number, string userName)
    {
        if (!_tickets.TryGetValue(number, out var guests)) return;
        var now = clock.GetUtcNow();
        var wasWriting = guests.Values.Any(guest => guest.UserName == userName && now - guest.WroteAt < WritingLasts);
        foreach (var guest in guests.Values.Where(guest => guest.UserName == userName)) guest.WroteAt = now;
        if (!wasWriting) Tell(guests);
    }

    private IReadOnlyList<Present> OthersOf(ConcurrentDictionary<Guid, Guest> guests, string userName) =>
    [
        .. guests.Values.Where(guest => guest.UserName != userName).GroupBy(guest => guest.UserName)
            .Select(same => new Present(same.Key, same.First().Name, same.Any(guest => clock.GetUtcNow() - guest.WroteAt < WritingLasts))).OrderBy(present => present.Name, StringComparer.CurrentCulture),
    ];

    private static void Tell(ConcurrentDictionary<Guid, Guest> guests)
    {
        foreach (var guest in guests.Values) guest.News.Writer.TryWrite(true);
    }
}
