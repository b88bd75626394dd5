using System.Data.Common;
using Akis.Desk.Mail.Intake;
using Akis.Desk.Mail.Reading;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using Microsoft.Extensions.Logging;

namespace Akis.Desk.Mail.Mailboxes;

/// <summary>One connection to a mailbox: takes what is new, then waits for more.</summary>
internal sealed class MailboxReader(Mailbox box, MailIntake intake, MailboxPlaces places, ILogger log) : IDisposable
{
    private static readonly TimeSpan LongestIdle = TimeSpan.FromMinutes(9); // servers hang up after 30 minutes, routers sooner (RFC 2177)
    private readonly ImapClient _imap = new() { ServerCertificateValidationCallback = MailConnections.Check(box.AuthorityFile), Timeout = 60_000 };
    private IMailFolder _folder = null!; // opened before use
    private IMailFolder? _done;
    private CancellationTokenSource? _idle;
    private bool _hasNews;

    public async Task OpenAsync(CancellationToken cancel)
    {
        await _imap.ConnectAsync(box.Host ?? throw new InvalidOperationException($"Mailbox '{box.Name}' has no host."), box.Port, MailConnections.Options(box.Security), cancel);
        await _imap.AuthenticateAsync(box.User, MailConnections.Secret(box), cancel);
        _folder = box.Folder.Equals("INBOX", StringComparison.OrdinalIgnoreCase) ? _imap.Inbox : await _imap.GetFolderAsync(box.Folder, cancel);
        if (box.DoneFolder is { } done) _done = await DoneFolderAsync(done, cancel);
        _folder.CountChanged += (_, _) => Wake();
        await _folder.OpenAsync(FolderAccess.ReadWrite, cancel);
    }

    /// <summary>Takes every message after the last one that was taken; gives how many.</summary>
    public async Task<int> TakeNewAsync(CancellationToken cancel)
    {
        var (validity, taken) = (_folder.UidValidity, 0);
        _hasNews = false;
        var last = await places.LastAsync(box.Name, validity, cancel);
        var found = await _folder.SearchAsync(SearchQuery.Uids(new UniqueIdRange(validity, last + 1, uint.MaxValue - 1)), cancel);
        foreach (var uid in found.Where(uid => uid.Id > last).OrderBy(uid => uid.Id))
        {
            await TakeAsync(uid, cancel);
            await MarkAsync(uid, cancel); // after the commit: a message marked and not taken would be lost
            last = uid.Id;
            await places.SetAsync(box.Name, validity, last, cancel);
            taken++;
        }

        if (taken == 0) await places.SetAsync(box.Name, validity, last, cancel);
        return taken;
    }

    /// <summary>Returns when there may be something new.</summary>
    public async Task WaitAsync(CancellationToken cancel)
    {
        var longest = TimeSpan.FromSeconds(Math.Max(1, box.PollSeconds));
        if (!_imap.Capabilities.HasFlag(ImapCapabilities.Idle))
        {
            await Task.Delay(longest, cancel);
            await _imap.NoOpAsync(cancel);
            return;
        }

        if (_hasNews) return; // the server told of it while it answered something else
        using var idle = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        idle.CancelAfter(longest < LongestIdle ? longest : LongestIdle);
        _idle = idle;
        try
        {
            await _imap.IdleAsync(idle.Token, cancel);
        }
        finally
        {
            _idle = null;
        }
    }

    private void Wake()
    {
        _hasNews = true;
        _idle?.Cancel();
    }

    public void Dispose() => _imap.Dispose();

    private async Task TakeAsync(UniqueId uid, CancellationToken cancel)
    {
        var (raw, refusal) = await FetchAsync(uid, cancel);
        try
        {
            var taken = await intake.TakeAsync(box, raw, refusal, cancel);
            log.LogInformation("Mail {Uid} of {Mailbox}: {State} {Number} {Reason}", uid.Id, box.Name, taken.State, taken.Number, taken.Reason);
        }
#pragma warning disable CA1031 // one message must not stop all that come after it; a database that is away is another matter
        catch (Exception failed) when (failed is not (DbException or IOException or OperationCanceledException))
#pragma warning restore CA1031
        {
            log.LogError(failed, "Mail {Uid} of {Mailbox} could not be read; it is in quarantine", uid.Id, box.Name);
            await intake.TakeAsync(box, raw, QuarantineReason.Unreadable, cancel);
        }
    }

    // Of a message that is too large only its header is fetched: enough to say who sent it.
    private async Task<(byte[] Raw, string? Refusal)> FetchAsync(UniqueId uid, CancellationToken cancel)
    {
        var summaries = await _folder.FetchAsync([uid], MessageSummaryItems.Size, cancel);
        var isTooLarge = summaries is [{ Size: { } size }] && size > MailLimits.Default.MostBytes;
        await using var stream = isTooLarge ? await _folder.GetStreamAsync(uid, "HEADER", cancel) : await _folder.GetStreamAsync(uid, cancel);
        using var raw = new MemoryStream();
        await stream.CopyToAsync(raw, cancel);
        return (raw.ToArray(), isTooLarge ? QuarantineReason.TooLarge : null);
    }

    private async Task MarkAsync(UniqueId uid, CancellationToken cancel)
    {
        await _folder.AddFlagsAsync(uid, MessageFlags.Seen, silent: true, cancel);
        if (_done is not null) await _folder.MoveToAsync(uid, _done, cancel);
    }

    private async Task<IMailFolder> DoneFolderAsync(string path, CancellationToken cancel)
    {
        try
        {
            return await _imap.GetFolderAsync(path, cancel);
        }
        catch (FolderNotFoundException)
        {
            var folder = _imap.GetFolder(_imap.PersonalNamespaces[0]);
            foreach (var name in path.Split('/')) folder = await folder.CreateAsync(name, isMessageFolder: true, cancel) ?? throw new InvalidOperationException($"The folder '{path}' could not be made.");
            return folder;
        }
    }
}
