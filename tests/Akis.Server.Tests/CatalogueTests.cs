using Akis.Handbook.Catalogue;
using CsCheck;

namespace Akis.Server.Tests;

/// <summary>What the department publishes, and how it is searched.</summary>
public sealed class CatalogueTests
{
    [Theory]
    [InlineData("ISPARTA", "ısparta")]
    [InlineData("İZİN", "izin")]
    [InlineData("şüphe ÇÖĞÜŞ", "suphe cogus")]
    public void Turkish_letters_and_case_do_not_matter(string one, string other) => Folding.Fold(one).ShouldBe(Folding.Fold(other));

    [Fact]
    public void Folding_twice_changes_nothing() => Gen.String.Where(text => text.IsNormalized() && !text.Any(char.IsSurrogate)).Sample(text => Folding.Fold(Folding.Fold(text)) == Folding.Fold(text));

    [Fact]
    public void Every_card_is_whole_and_in_both_languages()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "processes", "index.yaml"))) folder = folder.Parent;
        var catalogue = CatalogueReader.Read(Path.Combine(folder!.FullName, "processes")); // the tests run inside the repository
        catalogue.Groups.Select(group => group.Processes.Count).ShouldBe([4, 7, 13, 3, 3, 1]);
        foreach (var card in catalogue.Processes)
        {
            card.Body.Tr.ShouldNotBeNullOrWhiteSpace(card.Code);
            card.Body.En.ShouldNotBeNullOrWhiteSpace(card.Code);
            card.Kpis.ShouldNotBeEmpty(card.Code);
            card.Roles.ShouldNotBeEmpty(card.Code);
            foreach (var code in card.Related) catalogue.Find(code).ShouldNotBeNull($"{card.Code} names {code}");
        }
    }
}
