using Akis.Desk.Search.Language;
using Akis.Desk.Tickets;

namespace Akis.Server.Tests.Desk.Search;

public sealed class QueryParserTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(3));

    [Fact]
    public void A_query_mixes_words_phrases_and_conditions_in_both_languages()
    {
        var (query, errors) = QueryParser.Parse("durum:açık group:ağ öncelik:P1,p2 atanan:ben tarih:>2026-01-01 -yazıcı \"vpn bağlantısı\" edur*", Now);
        errors.ShouldBeEmpty();
        query.Filters.Select(filter => (filter.Field, string.Join(',', filter.Values))).ShouldBe([
            (SearchField.State, "open"), (SearchField.Queue, "AG"), (SearchField.Priority, "P1,P2"), (SearchField.Assignee, "me"), (SearchField.Opened, "")]);
        query.Filters[^1].From.ShouldBe(new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.FromHours(3)));
        query.Terms.Count.ShouldBe(3);
        query.Terms[0].IsExcluded.ShouldBeTrue();
        query.Terms[1].Stems.Count.ShouldBe(2);
        query.Terms[2].IsPrefix.ShouldBeTrue();
    }

    [Theory]
    [InlineData("123", null, 123)]
    [InlineData(" #123 ", null, 123)]
    [InlineData("2026-000123", 2026, 123)]
    [InlineData("#2026-000123", 2026, 123)]
    public void A_number_alone_is_a_ticket(string text, int? year, int running) => QueryParser.Parse(text, Now).Query.Number.ShouldBe(new TicketNumber(year, running));

    [Theory]
    [InlineData("vpn drum:açık", 4, 4, "“durum:” mi demek")]
    [InlineData("durum:acik grup:ağı", 16, 3, "“ağ” mi demek")]
    [InlineData("öncelik:P9", 8, 2, "mi demek")]
    [InlineData("tarih:dunku", 6, 5, "bir tarih değil")]
    [InlineData("durum:", 0, 6, "değeri eksik")]
    [InlineData("vpn \"kapanmadı", 4, 10, "Tırnak kapanmamış")]
    public void An_error_points_at_its_word_and_says_what_to_write(string text, int start, int length, string says)
    {
        var error = QueryParser.Parse(text, Now).Errors.ShouldHaveSingleItem();
        (error.Start, error.Length).ShouldBe((start, length));
        error.Tr.ShouldContain(says);
        error.En.ShouldNotBe(error.Tr);
    }

    [Theory]
    [InlineData("tarih:bugün", "2026-11-23", "2026-11-24")]
    [InlineData("opened:yesterday", "2026-11-22", "2026-11-23")]
    [InlineData("tarih:2026-01-01..2026-01-31", "2026-01-01", "2026-02-01")]
    [InlineData("tarih:<=31.1.2026", null, "2026-02-01")]
    [InlineData("tarih:7g", "2026-11-17", null)]
    public void Days_are_days_of_Istanbul(string text, string? from, string? until)
    {
        var filter = QueryParser.Parse(text, Now).Query.Filters.ShouldHaveSingleItem();
        filter.From?.ToString("yyyy-MM-dd", null).ShouldBe(from);
        filter.Until?.ToString("yyyy-MM-dd", null).ShouldBe(until);
    }

    [Fact]
    public void An_address_is_no_condition() => QueryParser.Parse("https://portal.example/giris", Now).Errors.ShouldBeEmpty();

    [Fact]
    public void Every_word_of_the_language_is_understood_in_both_languages()
    {
        foreach (var (field, tr, en) in SearchWords.Fields)
        {
            foreach (var word in SearchWords.ValuesOf(field))
            {
                QueryParser.Parse($"{tr}:{word.Tr}", Now).Errors.ShouldBeEmpty();
                QueryParser.Parse($"{en}:{word.En}", Now).Errors.ShouldBeEmpty();
            }
        }

        TicketState.IsOver(TicketState.Closed).ShouldBeTrue();
    }
}
