using Akis.Desk.Mail.Intake;
using Akis.Desk.Tickets;

namespace Akis.Mail.Tests;

/// <summary>Every message of the corpus becomes what it must.</summary>
public abstract class CorpusTests(MailWorld world)
{
    public static TheoryData<string> Cases => [.. CorpusCase.All.Select(one => one.ToString())];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_message_becomes_what_it_must(string name)
    {
        var one = CorpusCase.All.Single(found => found.ToString() == name);
        var wanted = one.Wanted;
        var raw = one.Bytes(world.Words);
        var before = (await world.PageAsync(world.Ticket)).Messages.Count;
        var taken = await world.TakeAsync(raw);
        for (var more = 1; more < one.Burst; more++) taken = await world.TakeAsync(one.Bytes(world.Words), sameHour: true);

        End(taken.State).ShouldBe(wanted.End, $"{taken}");
        taken.IsNew.ShouldBeTrue();
        if (wanted.Reason is { } reason) taken.Reason.ShouldBe(reason);
        if (wanted.ReasonIn.Count > 0) wanted.ReasonIn.ShouldContain(taken.Reason);
        if (wanted.Ticket is { } ticket) taken.Number.ShouldBe(Text(ticket));
        if (wanted.End == "ticket") taken.Number.ShouldNotBe(world.Ticket);
        if (wanted.End is "held" or "ticket") (await world.PageAsync(world.Ticket)).Messages.Count.ShouldBe(before, "another ticket's conversation has grown");
        if (one.Twice is { } twice) await AgainAsync(twice == "true" ? raw : [.. System.Text.Encoding.ASCII.GetBytes(twice + "\r\n"), .. raw], taken);
        if (taken.Number is { } number) await CheckTicketAsync(number, wanted, taken.State);
    }

    [Fact]
    public void The_corpus_is_large_and_its_names_are_sentences_of_their_own()
    {
        CorpusCase.All.Count.ShouldBeGreaterThan(200);
        CorpusCase.All.Select(one => one.ToString()).ShouldBeUnique();
    }

    private async Task AgainAsync(byte[] raw, TakenMail first)
    {
        var again = await world.TakeAsync(raw);
        again.IsNew.ShouldBeFalse();
        again.Number.ShouldBe(first.Number);
    }

    private async Task CheckTicketAsync(string number, Expectation wanted, MailState state)
    {
        var page = await world.PageAsync(number);
        var message = page.Messages.Last(entry => entry.Kind == MessageKind.Message);
        var mails = await world.Get<TicketMails>().OfTicketAsync(page.Ticket.Key);
        if (wanted.Note is { } note) page.Messages.ShouldContain(entry => entry.Kind == MessageKind.Note && entry.Body.Contains(Text(note), StringComparison.Ordinal));
        if (state == MailState.DeliveryReport) return;
        var mail = mails[message.Key];
        if (wanted.Author is { } author) message.Author.ShouldBe(author);
        if (wanted.Subject is { Length: > 0 } subject) page.Ticket.Subject.ShouldEndWith(subject);
        if (wanted.Text is { Length: > 0 } text) message.Body.ShouldEndWith(text.Trim());
        if (wanted.TextHas is { } part) message.Body.ShouldContain(part);
        if (wanted.Folded is { } folded) mail.Folded.ShouldNotBeNull().ShouldContain(folded);
        if (wanted.Text is { Length: > 0 } && wanted.Folded is null) mail.Folded.ShouldBeNull();
        if (wanted.Files is { } files) page.Attachments.Where(file => state == MailState.Ticket).Select(file => file.Name).Order().ShouldBe(files.Order());
        mail.HasHtml.ShouldBe(wanted.HtmlHas.Count > 0 || (!wanted.NoHtml && mail.HasHtml));
        var html = await world.Get<TicketMails>().HtmlAsync(page.Ticket.Key, mail.Key);
        if (wanted.NoHtml) html.ShouldBeNull();
        foreach (var has in wanted.HtmlHas.Where(has => !has.StartsWith("cid:", StringComparison.Ordinal))) html.ShouldNotBeNull().ShouldContain(has);
        if (wanted.HtmlHas.Any(has => has.StartsWith("cid:", StringComparison.Ordinal))) html.ShouldNotBeNull().ShouldContain("data:image/png;base64,");
        foreach (var lacks in wanted.HtmlLacks) (html ?? "").ShouldNotContain(lacks, Case.Insensitive);
        (await world.Get<TicketMails>().RawAsync(page.Ticket.Key, mail.Key)).ShouldNotBeNull().Length.ShouldBe((int)mail.Size);
    }

    private string Text(string words) => System.Text.Encoding.UTF8.GetString(world.Words.Expand(words));

    private static string End(MailState state) => state switch
    {
        MailState.Ticket => "ticket",
        MailState.Reply => "reply",
        MailState.DeliveryReport => "report",
        _ => "held",
    };
}

public sealed class SqliteCorpusTests(MailWorld world) : CorpusTests(world), IClassFixture<MailWorld>;

public sealed class PostgreSqlCorpusTests(PostgreSqlMailWorld world) : CorpusTests(world), IClassFixture<PostgreSqlMailWorld>;
