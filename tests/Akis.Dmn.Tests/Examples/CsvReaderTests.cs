using Akis.Dmn.Examples;
using CsCheck;

namespace Akis.Dmn.Tests.Examples;

/// <summary>CSV as RFC 4180 and Turkish spreadsheets write it.</summary>
public sealed class CsvReaderTests
{
    [Theory]
    [InlineData("a,b\r\n1,2\r\n", "a|b / 1|2")]
    [InlineData("a;b\n1,5;2", "a|b / 1,5|2")]
    [InlineData("\uFEFFa;b\n1;2\n", "a|b / 1|2")]
    [InlineData("a,b\n\"x, \"\"y\"\"\",2", "a|b / x, \"y\"|2")]
    [InlineData("a,b\n\n\n1,\n", "a|b / 1|")]
    [InlineData("\"a;a;a\",b\n1,2", "a;a;a|b / 1|2")]
    [InlineData("a\n\"\"\"\"\"\"", "a / \"\"")]
    [InlineData("a;b\n1,2,3,4;5", "a|b / 1,2,3,4|5")]
    [InlineData("a,b\n1;2;3;4,5", "a|b / 1;2;3;4|5")]
    [InlineData("a,b;c,d\n1,2,3", "a|b;c|d / 1|2|3")]
    [InlineData("a,b;c\n1,2", "a|b;c / 1|2")]
    [InlineData("\na;b\n1;2", "a|b / 1|2")]
    public void It_reads(string text, string expected)
    {
        var (rows, error) = CsvReader.Read(text);
        error.ShouldBeNull();
        string.Join(" / ", rows.Select(row => string.Join('|', row.Cells))).ShouldBe(expected);
    }

    [Theory]
    [InlineData("a,b\n1,\"2", 2, "Açılan tırnak kapanmıyor.", "A quote is not closed.")]
    [InlineData("a,b\n1,2\n3,4\"", 3, "Tırnak, hücrenin başında olmalı; içindeki tırnaklar iki kez yazılır.", "A quote must open its cell; quotes inside are doubled.")]
    [InlineData("a,b\n\"1\n2\"x,3", 3, "Kapanan tırnaktan sonra ayraç bekleniyordu.", "Expected a separator after the closing quote.")]
    public void What_is_no_csv_is_refused_with_its_line(string text, int line, string tr, string en) => CsvReader.Read(text).Error.ShouldBe(new CsvError(line, tr, en));

    [Fact]
    public void A_row_knows_its_line_also_after_cells_of_several_lines()
    {
        var (rows, _) = CsvReader.Read("a,b\n\"1\n1\n1\",2\n3,4");
        rows.Select(row => row.Line).ShouldBe([1, 2, 5]);
    }

    [Fact]
    public void Whatever_is_written_is_read_again() =>
        Gen.Select(Gen.Int[0, 6].Select(i => "aş\",;\n "[i]).Array[0, 6].Select(letters => new string(letters)).Array[2, 4].Array[1, 5], Gen.Bool.Select(comma => comma ? ',' : ';')).Sample((table, separator) =>
        {
            // The heading decides on the separator, and what is empty altogether is a blank line.
            string[][] all = [[.. table[0].Select((_, i) => $"h{i}")], .. table.Select(row => row.Select(cell => "x" + cell).ToArray())];
            var text = string.Join('\n', all.Select(row => string.Join(separator, row.Select(cell => '"' + cell.Replace("\"", "\"\"", StringComparison.Ordinal) + '"'))));
            var (rows, error) = CsvReader.Read(text);
            return error is null && rows.Select(row => string.Join('|', row.Cells)).SequenceEqual(all.Select(row => string.Join('|', row)));
        });
}
