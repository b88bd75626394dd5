using Akis.Dmn.Tests.Checks;
using Akis.Feel;

namespace Akis.Dmn.Tests;

/// <summary>Hit policies with several outputs, defaults, priorities and values that cannot be aggregated.</summary>
public sealed class HitPolicyTests
{
    private const string Two = "x:number -> o \"a\",\"b\",\"c\" | p 3,2,1\n- -> \"b\" | 1\n< 5 -> \"a\" | 1\n< 5 -> \"a\" | 3\n< 0 -> \"z\" | 3";

    [Theory]
    [InlineData("PRIORITY", Two, 9, "{o: \"b\", p: 1}")]
    [InlineData("PRIORITY", Two, 1, "{o: \"a\", p: 3}")] // the second column decides between equals of the first
    [InlineData("OUTPUT ORDER", Two, 1, "[{o: \"a\", p: 3}, {o: \"a\", p: 1}, {o: \"b\", p: 1}]")]
    [InlineData("OUTPUT ORDER", Two, -1, "[{o: \"a\", p: 3}, {o: \"a\", p: 1}, {o: \"b\", p: 1}, {o: \"z\", p: 3}]")] // what is not listed comes last
    [InlineData("PRIORITY", "x -> o\n- -> 1\n- -> 2", 1, "1")] // without values the order of the table
    [InlineData("PRIORITY", "x -> o | p 2,1\n- -> 5 | 1\n- -> 6 | 2", 1, "{o: 6, p: 2}")]
    [InlineData("ANY", "x -> o\n- -> 1\n- -> 1\n- -> 2", 1, null, "dmn.not-any 1, 2, 3")]
    [InlineData("ANY", "x -> o\n- -> 1\n< 5 -> 1", 1, "1")]
    [InlineData("UNIQUE", "x -> o\n- -> 1\n< 5 -> 1\n> 9 -> 3", 1, null, "dmn.not-unique 1, 2")]
    [InlineData("UNIQUE", "x -> o = 1 | p = 2\n> 5 -> 3 | 4", 1, "{o: 1, p: 2}")]
    [InlineData("UNIQUE", "x -> o | p = 2\n> 5 -> 3 | 4", 1, "{o: null, p: 2}")]
    [InlineData("UNIQUE", "x -> o | p\n> 5 -> 3 | 4", 1, null, "dmn.no-rule ")]
    [InlineData("UNIQUE", "x -> o | p\n< 5 -> 3 | x + 1", 1, "{o: 3, p: 2}")]
    [InlineData("RULE ORDER", "x -> o\n> 5 -> 3", 1, "[]")]
    [InlineData("OUTPUT ORDER", "x -> o\n> 5 -> 3", 1, "[]")]
    [InlineData("COLLECT\" aggregation=\"SUM", "x -> o\n> 5 -> 3", 1, null, "dmn.no-rule ")]
    [InlineData("COLLECT\" aggregation=\"COUNT", "x -> o\n> 5 -> 3", 1, "0")]
    [InlineData("COLLECT\" aggregation=\"COUNT", "x -> o\n- -> 3\n- -> \"a\"", 1, "2")]
    [InlineData("COLLECT\" aggregation=\"SUM", "x -> o\n- -> 3\n- -> \"a\"", 1, null, "dmn.aggregate [3, \"a\"]")]
    [InlineData("COLLECT\" aggregation=\"SUM", "x -> o\n- -> 3\n- -> 4.5", 1, "7.5")]
    [InlineData("COLLECT\" aggregation=\"MIN", "x -> o\n- -> 3\n- -> 4.5\n- -> 3.5", 1, "3")]
    [InlineData("COLLECT\" aggregation=\"MAX", "x -> o\n- -> 3\n- -> 4.5\n- -> 3.5", 1, "4.5")]
    [InlineData("UNIQUE", "x:number [0..10] -> o\n- -> 1", 11, null, "dmn.input-value x")]
    [InlineData("UNIQUE", "x:number [0..10] -> o\n- -> 1", 10, "1")]
    public void It_picks(string policy, string table, int x, string? expected, string? diagnostic = null)
    {
        var result = Decide(policy, table, FeelValue.Of(x));
        result.Value.ToString().ShouldBe(expected ?? "null");
        if (diagnostic is null) result.Diagnostics.ShouldBeEmpty();
        else result.Diagnostics.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            found => found.Code.ShouldBe(diagnostic.Split(' ')[0]),
            found => found.En.ShouldContain(diagnostic[(diagnostic.IndexOf(' ', StringComparison.Ordinal) + 1)..]),
            found => found.Tr.ShouldContain(diagnostic[(diagnostic.IndexOf(' ', StringComparison.Ordinal) + 1)..]));
    }

    [Fact]
    public void A_missing_value_is_none_that_is_not_allowed() => Decide("UNIQUE", "x:number [0..10] -> o\n- -> 1", default).Value.ShouldBe(FeelValue.Of(1L));

    [Fact]
    public void A_table_of_more_than_512_tests_decides_as_a_short_one()
    {
        var table = "x:number -> o\n" + string.Join('\n', Enumerable.Range(0, 600).Select(i => $"{i} -> {i * 2}"));
        Decide("UNIQUE", table, FeelValue.Of(599L)).Value.ShouldBe(FeelValue.Of(1198L));
        Decide("UNIQUE", table, FeelValue.Of(0L)).Trace.ShouldHaveSingleItem().MatchedRules.ShouldBe([1]);
    }

    [Fact]
    public void What_goes_wrong_in_a_cell_of_the_output_is_told() => Decide("UNIQUE", "x:number -> o\n- -> 1 / 0", FeelValue.Of(1L)).Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("feel.division-by-zero");

    [Fact]
    public void Outputs_are_coerced_to_their_types()
    {
        Decide("UNIQUE", "x:number -> o:number\n- -> [7]", FeelValue.Of(1L)).Value.ShouldBe(FeelValue.Of(7L));
        Decide("UNIQUE", "x:number -> o:number | p:string\n- -> [7] | 5", FeelValue.Of(1L)).ShouldSatisfyAllConditions(
            result => result.Value.ToString().ShouldBe("{o: 7, p: null}"),
            result => result.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("dmn.type"));
    }

    private static DecisionResult Decide(string policy, string table, FeelValue x) =>
        DmnReader.Read(TableXml.Of(policy, table)).Model.ShouldNotBeNull().Evaluate("d", FeelContext.Of(("x", x)), FeelEnvironment.Default);
}
