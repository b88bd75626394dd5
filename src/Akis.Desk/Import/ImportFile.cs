using System.Globalization;
using System.Text;
using System.Text.Json;
using Akis.Engine.Database;
using Akis.Feel;
using Akis.Handbook.Catalogue;
using CsvHelper;
using CsvHelper.Configuration;

namespace Akis.Desk.Import;

/// <summary>
/// Reads the rows of an export: CSV with commas, semicolons or tabs and a line of headings; JSON as an array, as <c>{ "items": […] }</c>, or one object a line. Names are folded to
/// small ASCII letters, so that an expression can name them; empty cells are null.
/// </summary>
public static class ImportFile
{
    /// <summary>The most rows of one file.</summary>
    public const int MostRows = 1_000_000;

    private static readonly char[] Delimiters = [';', ',', '\t'];

    /// <summary>The rows, or what is wrong with the file and where.</summary>
    public static Outcome<List<FeelContext>> Read(string text)
    {
        text = text.TrimStart('\uFEFF');
        try
        {
            var rows = text.AsSpan().TrimStart() is ['[' or '{', ..] ? Json(text) : Csv(text);
            return rows.Count <= MostRows ? rows : new Problem("import.long", 422, $"Bir dosyada en çok {MostRows} kayıt olabilir; dosyayı bölün.", $"A file may hold {MostRows} records at most; split it.");
        }
        catch (JsonException broken)
        {
            return new Problem("import.json", 422, $"Dosya JSON olarak okunamadı, satır {broken.LineNumber + 1}.", $"The file is no JSON at line {broken.LineNumber + 1}.");
        }
        catch (CsvHelperException broken)
        {
            var line = broken.Context?.Parser?.RawRow ?? 1;
            return new Problem("import.csv", 422, $"Dosya okunamadı, satır {line}: tırnaklar kapanmamış olabilir.", $"The file cannot be read at line {line}: a quotation mark may be open.");
        }
    }

    private static List<FeelContext> Csv(string text)
    {
        var first = text[..Math.Max(0, text.IndexOf('\n'))];
        var delimiter = Delimiters.MaxBy(candidate => first.Count(letter => letter == candidate));
        using var csv = new CsvParser(new StringReader(text), new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = delimiter.ToString() });
        if (!csv.Read()) return [];
        var names = csv.Record!.Select(Name).ToArray(); // a record was read
        var rows = new List<FeelContext>();
        while (csv.Read())
        {
            rows.Add(FeelContext.Of(names.Zip(csv.Record!, (name, cell) => (name, FeelValue.Of(string.IsNullOrWhiteSpace(cell) ? null : cell.Trim()))).DistinctBy(entry => entry.name))); // the same
        }

        return rows;
    }

    private static List<FeelContext> Json(string text)
    {
        if (text.AsSpan().TrimStart() is ['{', ..] && TryLines(text) is { } lines) return lines;
        using var document = JsonDocument.Parse(text);
        var array = document.RootElement.ValueKind == JsonValueKind.Array ? document.RootElement : document.RootElement.EnumerateObject().Select(member => member.Value).FirstOrDefault(value => value.ValueKind == JsonValueKind.Array);
        return array.ValueKind == JsonValueKind.Array ? [.. array.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object).Select(Row)] : [Row(document.RootElement)];
    }

    // One object a line; null where the text is one document.
    private static List<FeelContext>? TryLines(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Length < 2 || lines.Any(line => line is not ['{', .., '}'])) return null;
        return [.. lines.Select(line =>
        {
            using var document = JsonDocument.Parse(line);
            return Row(document.RootElement);
        })];
    }

    private static FeelContext Row(JsonElement item) => Folded(FeelJson.Read(item)).AsContext()!; // asked for objects only

    private static FeelValue Folded(FeelValue value) => value.AsContext() is { } context
        ? FeelValue.Of(FeelContext.Of(context.Select(entry => (Name(entry.Key), Folded(entry.Value))).DistinctBy(entry => entry.Item1)))
        : value.AsList() is { } list ? FeelValue.Of(FeelList.Of(list.Select(Folded))) : value.AsString() is "" ? FeelValue.Null : value;

    private static string Name(string heading)
    {
        var name = new StringBuilder();
        foreach (var letter in Folding.Fold(heading.Trim()))
        {
            if (char.IsAsciiLetterOrDigit(letter)) name.Append(letter);
            else if (name is not { Length: 0 } && name[^1] != '_') name.Append('_');
        }

        return name.ToString().TrimEnd('_');
    }
}
