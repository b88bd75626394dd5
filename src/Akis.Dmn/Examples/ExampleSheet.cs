using Akis.Dmn.Checks;

namespace Akis.Dmn.Examples;

/// <summary>The columns and rows of one file of examples.</summary>
internal sealed record ExampleSheet(IReadOnlyList<ExampleColumn> Columns, IReadOnlyList<CsvRow> Rows)
{
    /// <summary>Reads a file; what is wrong with its form is a failure with its line.</summary>
    public static ExampleSheet Read(string csv, ModelSource source, string decisionId, List<ExampleFailure> failures)
    {
        var (rows, error) = CsvReader.Read(csv);
        if (error is not null) failures.Add(new(error.Line, null, error.Tr, error.En));
        if (rows.Count == 0)
        {
            if (error is null) failures.Add(new(1, null, "Dosyada sütun başlığı yok.", "The file has no headings."));
            return new([], []);
        }

        List<ExampleColumn> columns = [.. rows[0].Cells.Select(heading => ExampleColumn.Of(heading, source, decisionId))];
        var before = failures.Count;
        CheckHeadings(columns, source, failures);
        foreach (var ragged in rows.Skip(1).Where(row => row.Cells.Count != columns.Count))
        {
            failures.Add(new(ragged.Line, null, $"Satırda {ragged.Cells.Count} hücre var, başlıkta {columns.Count}.", $"The row has {ragged.Cells.Count} cells, the heading {columns.Count}."));
        }

        return new(columns, failures.Count > before ? [] : [.. rows.Skip(1)]);
    }

    private static void CheckHeadings(List<ExampleColumn> columns, ModelSource source, List<ExampleFailure> failures)
    {
        foreach (var twice in columns.GroupBy(column => (column.Role, column.Name)).Where(group => group.Count() > 1))
        {
            failures.Add(new(1, null, $"'{twice.Key.Name}' sütunu iki kez var.", $"The column '{twice.Key.Name}' occurs twice."));
        }

        foreach (var column in columns.Where(column => column.Role == ColumnRole.Input && !source.Mentions(column.Name)))
        {
            failures.Add(new(1, null, $"'{column.Name}' girdisini hiçbir karar okumuyor.", $"No decision reads the input '{column.Name}'."));
        }

        if (columns.All(column => column.Role != ColumnRole.Output)) failures.Add(new(1, null, "Beklenen çıktı sütunu yok ('> ad').", "There is no column of an expected output ('> name')."));
    }
}
