using System.Globalization;
using System.Text;
using Akis.Engine.Database;
using Akis.Handbook.Catalogue;
using CsvHelper;
using CsvHelper.Configuration;

namespace Akis.Registry.Records;

/// <summary>What a row of a file would do, or has done.</summary>
public enum RowEffect
{
    /// <summary>A new record.</summary>
    Added,

    /// <summary>A change of a known one.</summary>
    Changed,

    /// <summary>Nothing: it is so already.</summary>
    Same,

    /// <summary>Refused.</summary>
    Wrong,
}

/// <summary>A row of the file: its line, the record it means, what happens, and why not.</summary>
public sealed record ImportRow(int Line, string Title, RowEffect Effect, IReadOnlyList<FieldError> Errors);

/// <summary>What a file would do, or has done. With any wrong row nothing is kept.</summary>
public sealed record ImportReport(IReadOnlyList<ImportRow> Rows, string? Tr, string? En) : IOutcome
{
    /// <summary>True when every row could be taken.</summary>
    public bool Succeeded => Tr is null && Rows.All(row => row.Effect != RowEffect.Wrong);

    internal static ImportReport Refused(string tr, string en) => new([], tr, en);
}

/// <summary>Records as CSV, with semicolons as Turkish spreadsheets write it; commas are read too. Headings are the labels or the names of the fields.</summary>
public static class RecordCsv
{
    /// <summary>The most rows of one file.</summary>
    public const int MostRows = 5_000;

    /// <summary>The records as a file, with a byte order mark, which spreadsheets need for Turkish letters.</summary>
    public static byte[] Write(RecordType type, IEnumerable<Record> records, IReadOnlyDictionary<string, string> titles, string language, bool withPersonal)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = ";", InjectionOptions = InjectionOptions.Escape }))
        {
            var fields = type.Fields.Where(field => withPersonal || !field.IsPersonal).ToList();
            foreach (var field in fields) csv.WriteField(field.Label.In(language));
            csv.NextRecord();
            foreach (var record in records)
            {
                foreach (var field in fields) csv.WriteField(field.Kind == FieldKind.Ref ? titles.GetValueOrDefault(record[field.Name], "") : record[field.Name]);
                csv.NextRecord();
            }
        }

        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    /// <summary>Takes a file in, in the caller's session: a failed report is rolled back with it. A row whose identity is known changes that record.</summary>
    public static async Task<ImportReport> ImportAsync(WriteSession session, RecordType type, string content, Cause cause, CancellationToken cancel = default)
    {
        var lines = Read(content, out var bad);
        if (bad is not null) return ImportReport.Refused($"Dosya okunamadı, satır {bad}: tırnaklar kapanmamış olabilir.", $"The file cannot be read at line {bad}: a quotation mark may be open.");
        if (lines.Count < 2) return ImportReport.Refused("Dosyada başlık satırı ve en az bir kayıt olmalı.", "The file needs a line of headings and at least one record.");
        if (lines.Count - 1 > MostRows) return ImportReport.Refused($"Bir dosyada en çok {MostRows} kayıt olabilir; dosyayı bölün.", $"A file may hold {MostRows} records at most; split it.");
        var headings = lines[0].Cells.Select(heading => type.Fields.FirstOrDefault(field => Is(field, heading.Trim()))).ToList();
        if (headings.FindIndex(field => field is null) is var unknown and >= 0) return ImportReport.Refused($"“{lines[0].Cells[unknown]}” başlığı {type.One.Tr} alanlarından biri değil.", $"The heading “{lines[0].Cells[unknown]}” is no field of {type.One.En}.");

        var rows = new List<ImportRow>();
        foreach (var (line, cells) in lines.Skip(1))
        {
            var given = headings.Zip(cells, (field, cell) => (field!.Name, (string?)cell)).DistinctBy(pair => pair.Name).ToDictionary(pair => pair.Name, pair => pair.Item2); // null headings were refused
            var known = type.Identity is { } identity && given.GetValueOrDefault(identity.Name) is { Length: > 0 } name ? await RecordStore.FindAsync(session, type, name, cancel) : null;
            var saved = known is null ? await RecordStore.AddAsync(session, type, given, cause, cancel) : await RecordStore.ChangeAsync(session, known.Key, given, null, cause, cancel);
            var after = saved.Succeeded ? await RecordStore.FindAsync(session, saved.Key, cancel) : null;
            rows.Add(new(line, after?.Title ?? known?.Title ?? cells[0], !saved.Succeeded ? RowEffect.Wrong : known is null ? RowEffect.Added : after!.Revision == known.Revision ? RowEffect.Same : RowEffect.Changed, saved.Errors ?? [])); // saved just now
        }

        return new(rows, null, null);
    }

    private static bool Is(RecordField field, string heading) => new[] { field.Name, field.Label.Tr, field.Label.En }.Any(name => Folding.Fold(name) == Folding.Fold(heading));

    private static List<(int Line, string[] Cells)> Read(string content, out int? badLine)
    {
        var first = content.AsSpan(0, Math.Max(0, content.IndexOf('\n')));
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = first.Count(';') >= first.Count(',') ? ";" : ",", HasHeaderRecord = false, MaxFieldSize = 20_000 };
        using var csv = new CsvParser(new StringReader(content.TrimStart('\uFEFF')), configuration);
        var lines = new List<(int, string[])>();
        badLine = null;
        try
        {
            while (lines.Count <= MostRows + 1 && csv.Read()) lines.Add((csv.RawRow, csv.Record!)); // read just now
        }
        catch (CsvHelperException)
        {
            badLine = csv.RawRow;
        }

        return lines;
    }
}
