using Akis.Dmn.Checks;

namespace Akis.Dmn.Tests.Checks;

/// <summary>Cases in which one more or one fewer finding would be wrong: all findings of a table, by code and rules.</summary>
public sealed class FineCaseTests
{
    [Theory]
    // What an expression hides may match: neither an overlap nor a gap can be claimed.
    [InlineData("UNIQUE", "x:number -> o\n< limit -> 1\n< 5 -> 2", "not-checked 1")]
    [InlineData("UNIQUE", "x:number | y:boolean -> o\n< limit | true -> 1\n- | false -> 2", "not-checked 1")]
    [InlineData("UNIQUE", "x:number | y:boolean -> o\n< limit | true -> 1", "not-checked 1; gap ")]
    [InlineData("UNIQUE", "x:number -> o\nabs(5) -> 1", "not-checked 1")]
    [InlineData("UNIQUE", "x:date -> o\ndate(\"2026-13-01\") -> 1", "not-checked 1")]
    [InlineData("UNIQUE", "x:date -> o\ndate(2026, 1, 31) -> 1\n!= @\"2026-01-31\" -> 2", "")]
    [InlineData("UNIQUE", "x:date -> o\ndate(2026, 1, day) -> 1", "not-checked 1")]
    // One dimension of two is empty.
    [InlineData("UNIQUE", "x:number [1..3] | y:number -> o\n5 | 1 -> 1\n- | - -> 2", "rule-never-matches 1")]
    [InlineData("UNIQUE", "y:number | x:number [1..3] -> o\n1 | 5 -> 1\n- | - -> 2", "rule-never-matches 1")]
    [InlineData("UNIQUE", "x:number [1..3] | y:number -> o:number\n5 | 1 -> \"a\"\n- | - -> 2", "output-type 1; rule-never-matches 1")]
    [InlineData("UNIQUE", "x:number [1..3] | y:number [1..3] -> o\n5 | 5 -> 1\n- | - -> 2", "rule-never-matches 1")]
    // A cell of the wrong type is told once.
    [InlineData("UNIQUE", "x:number -> o\n\"5\" -> 1\n- -> 2", "cell-type 1")]
    [InlineData("UNIQUE", "x:number -> o\n\"5\", \"6\" -> 1\n- -> 2", "cell-type 1")]
    [InlineData("UNIQUE", "x:number -> o\n\"5\" -> 1\n\"6\" -> 1\n- -> 2", "cell-type 1; cell-type 2")]
    // Outputs: one default suffices; what is counted need be no number; null has no type.
    [InlineData("UNIQUE", "x:number -> o | p = 2\n5 -> 1 | 1", "")]
    [InlineData("COLLECT\" aggregation=\"COUNT", "x:number -> o\n- -> \"a\"", "")]
    [InlineData("COLLECT\" aggregation=\"SUM", "x:number -> o\n- -> 1", "")]
    [InlineData("COLLECT\" aggregation=\"SUM", "x:number -> o:string\n- -> \"a\"", "")]
    [InlineData("UNIQUE", "x:number -> o:number\n- -> null", "")]
    [InlineData("UNIQUE", "x:number -> o:number\n- -> x + 1", "")]
    [InlineData("UNIQUE", "x:number -> o:number [1..9]\n5 -> 9\nnot(5) -> 10", "output-not-allowed 2")]
    [InlineData("UNIQUE", "x:number -> o \"a\",\"b\"\n5 -> \"a\"\nnot(5) -> string(x)", "")]
    [InlineData("UNIQUE", "x:number -> o \"a\",\"b\" = \"b\"\n5 -> \"a\"", "")]
    [InlineData("UNIQUE", "x:number [1..3] -> o \"a\",\"b\"\n- -> \"a\"\n5 -> \"b\"", "rule-never-matches 2; output-never-given 2")]
    // null: in the way of "never used" and of "masked", no gap, a warning where rules meet at it.
    [InlineData("UNIQUE", "x:boolean -> o = 9\ntrue -> 1\nfalse -> 2", "")]
    [InlineData("UNIQUE", "x:boolean -> o = 9\ntrue -> 1\nfalse -> 2\nnull -> 3", "default-never-used 1")]
    [InlineData("UNIQUE", "x:boolean | y:number -> o\nnull | 1 -> 1\nnot(true) | 1 -> 2\nfalse | not(1) -> 3\ntrue | - -> 4", "overlap 1,2")]
    [InlineData("FIRST", "x:boolean -> o\ntrue -> 1\nfalse -> 2\n- -> 3", "")]
    // Any: whether outputs agree is only known of constants.
    [InlineData("ANY", "x:number -> o\n<= 5 -> 2\n>= 5 -> x", "not-checked 1,2")]
    [InlineData("ANY", "x:number -> o\n<= 5 -> x\n>= 5 -> x", "")]
    [InlineData("ANY", "x:number -> o\n<= 5 -> 1.0\n>= 5 -> 1", "")]
    [InlineData("ANY", "x:number -> o | p\n<= 5 -> x | 1\n>= 5 -> 2 | 2", "any-differs 1,2")]
    // Priority: a better or an equal rank, an expression, no list of values.
    [InlineData("PRIORITY", "x:number -> o 1,2\n- -> 1\n5 -> 2", "masked-rule 2,1; output-never-given 2")]
    [InlineData("PRIORITY", "x:number -> o 1,2\n- -> 1\n5 -> 1", "output-never-given ")]
    [InlineData("PRIORITY", "x:number -> o 1,2\n- -> 2\n5 -> 1", "")]
    [InlineData("PRIORITY", "x:number -> o 1,2\n- -> 1\n5 -> x", "")]
    [InlineData("PRIORITY", "x:number -> o\n- -> 1\n5 -> 2", "")]
    [InlineData("PRIORITY", "x:number -> o 1,2 | p 7,8\n- -> 1 | 7\n5 -> 1 | 8\n6 -> 2 | 7", "masked-rule 2,1; masked-rule 3,1; output-never-given 3; output-never-given 2")]
    [InlineData("PRIORITY", "x:number -> o 1,2\n- -> 2\n5 -> 3", "output-not-allowed 2; masked-rule 2,1; output-never-given ")]
    [InlineData("FIRST", "x:number -> o\n- -> 1\n? = 5 -> 2", "masked-rule 2,1")]
    // A condition that compares the input with constants hides nothing; any other does.
    [InlineData("UNIQUE", "x:number -> o\n? >= 5 and ? < 10 -> 1\n? < 5 or 10 <= ? -> 2", "")]
    [InlineData("UNIQUE", "x:number -> o\n? between 5 and 10 -> 1\nnot(? in [5..10)) -> 2", "overlap 1,2")]
    [InlineData("UNIQUE", "x:string -> o\n? in (\"a\", \"b\") -> 1\n? != \"a\" and ? != \"b\" -> 2", "")]
    [InlineData("UNIQUE", "x:boolean -> o\n? -> 1\nnot(?) -> 2", "")]
    [InlineData("UNIQUE", "x -> o\n? -> 1\nfalse -> 2", "")]
    [InlineData("UNIQUE", "x:date -> o\n? < @\"2026-01-01\" -> 1\n? > @\"2026-01-01\" -> 2", "gap ")]
    [InlineData("UNIQUE", "x:number -> o\n? = null -> 1\n? != null -> 2", "")]
    [InlineData("UNIQUE", "x:number -> o\n? > \"a\" -> 1\n- -> 2", "cell-type 1")]
    [InlineData("UNIQUE", "x:number -> o\n? > limit -> 1\n- -> 2", "not-checked 1")]
    [InlineData("UNIQUE", "x:number -> o\n? * 2 > 4 -> 1\n- -> 2", "not-checked 1")]
    [InlineData("UNIQUE", "x:string -> o\nstarts with(?, \"a\") -> 1\n- -> 2", "not-checked 1")]
    public void It_finds(string policy, string table, string expected) => string.Join("; ", TableCheck.Run(TableXml.Of(policy, table)).Select(finding => $"{finding.Code[4..]} {string.Join(',', finding.Rules)}")).ShouldBe(expected);

    [Theory]
    [InlineData("FIRST", "x:number | y:string -> o\n>= 5 | - -> 1\n< 5 | - -> 2\n[0..9] | \"a\" -> 3\n- | - -> 4", "rules before it (1, 2) match too, for example x = 0, y = \"a\", where rule 2 decides")]
    [InlineData("FIRST", "x:number | y:string -> o\n- | \"b\" -> 1\n< 5 | - -> 2\n[0..3] | \"a\" -> 3\n- | - -> 4", "rules before it (2) match too, for example x = 0, y = \"a\", where rule 2 decides")]
    [InlineData("UNIQUE", "x:number | y:boolean -> o = 9\n5 | false -> 1\n5 | true, null -> 2\nnot(5) | - -> 3", "for example x = 5, y = true, which rule 2 matches")]
    [InlineData("UNIQUE", "x:string -> o\n\"a\", >= \"c\" -> 1", "missing rule: < \"a\", (\"a\"..\"c\")")]
    [InlineData("UNIQUE", "x:string -> o\n= \"a\" -> 1", "missing rule: not(\"a\")")]
    [InlineData("UNIQUE", "x:string -> o\n!= \"a\" -> 1", "missing rule: \"a\"")]
    [InlineData("UNIQUE", "x:date -> o\n@\"2026-01-01\", @\"2026-01-02\" -> 1\n< @\"2026-01-01\" -> 2", "missing rule: > @\"2026-01-02\"")]
    [InlineData("UNIQUE", "x:date -> o\n< @\"2026-01-01\" -> 1\n> @\"2026-01-02\" -> 2", "missing rule: @\"2026-01-01\", @\"2026-01-02\"")]
    [InlineData("UNIQUE", "x:number -> o\n[1..2], [3..4] -> 1\n5 -> 2", "missing rule: < 1, (2..3), (4..5), > 5")]
    [InlineData("UNIQUE", "x:number -> o\n(1..2), 3 -> 1", "missing rule: <= 1, [2..3), > 3")]
    public void It_says(string policy, string table, string expected) => TableCheck.Run(TableXml.Of(policy, table)).ShouldContain(finding => finding.En.Contains(expected, StringComparison.Ordinal));
}
