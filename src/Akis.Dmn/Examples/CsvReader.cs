using System.Text;

namespace Akis.Dmn.Examples;

/// <summary>A record of a CSV file and the line on which it begins.</summary>
internal sealed record CsvRow(int Line, IReadOnlyList<string> Cells);

/// <summary>Why a text is no CSV.</summary>
internal sealed record CsvError(int Line, string Tr, string En);

/// <summary>
/// Reads CSV (RFC 4180): quoted cells may hold separators, quotes (doubled) and line breaks. The separator is a comma or, as Turkish
/// spreadsheets write it, a semicolon: whichever the first line has more of. A byte order mark and blank lines are passed over.
/// </summary>
internal sealed class CsvReader
{
    private readonly string _text;
    private readonly char _separator;
    private int _at;
    private int _line = 1;

    private CsvReader(string text) => (_text, _separator) = (text.StartsWith('\uFEFF') ? text[1..] : text, SeparatorOf(text));

    /// <summary>All records, or the first thing that is wrong.</summary>
    public static (IReadOnlyList<CsvRow> Rows, CsvError? Error) Read(string text)
    {
        var reader = new CsvReader(text);
        var rows = new List<CsvRow>();
        while (reader._at < reader._text.Length)
        {
            var (row, error) = reader.Row();
            if (error is not null) return (rows, error);
            if (row is { Cells: not [""] }) rows.Add(row);
        }

        return (rows, null);
    }

    private (CsvRow? Row, CsvError? Error) Row()
    {
        var (start, cells) = (_line, new List<string>());
        while (true)
        {
            var (cell, error) = At('"') ? Quoted() : Plain();
            if (error is not null) return (null, error);
            cells.Add(cell);
            if (_at >= _text.Length) return (new(start, cells), null);
            if (_text[_at] == _separator)
            {
                _at++;
                continue;
            }

            if (At('\r')) _at++;
            if (At('\n')) _at++;
            _line++;
            return (new(start, cells), null);
        }
    }

    private (string Cell, CsvError? Error) Plain()
    {
        var start = _at;
        while (_at < _text.Length && _text[_at] != _separator && _text[_at] is not ('\r' or '\n'))
        {
            if (_text[_at] == '"') return ("", new(_line, "Tırnak, hücrenin başında olmalı; içindeki tırnaklar iki kez yazılır.", "A quote must open its cell; quotes inside are doubled."));
            _at++;
        }

        return (_text[start.._at], null);
    }

    private (string Cell, CsvError? Error) Quoted()
    {
        var (start, cell) = (_line, new StringBuilder());
        for (_at++; _at < _text.Length; _at++)
        {
            if (_text[_at] == '"')
            {
                _at++;
                if (!At('"')) return Closed() ? (cell.ToString(), null) : ("", new(_line, "Kapanan tırnaktan sonra ayraç bekleniyordu.", "Expected a separator after the closing quote."));
            }

            if (_text[_at] == '\n') _line++;
            cell.Append(_text[_at]);
        }

        return ("", new(start, "Açılan tırnak kapanmıyor.", "A quote is not closed."));
    }

    private bool Closed() => _at >= _text.Length || _text[_at] == _separator || _text[_at] is '\r' or '\n';

    private bool At(char c) => _at < _text.Length && _text[_at] == c;

    private static char SeparatorOf(string text)
    {
        var (quoted, commas, semicolons) = (false, 0, 0);
        foreach (var c in text)
        {
            if (c == '"') quoted = !quoted;
            else if (quoted) continue;
            else if (c == ',') commas++;
            else if (c == ';') semicolons++;
            else if (c == '\n' && commas + semicolons > 0) break;
        }

        return semicolons > commas ? ';' : ',';
    }
}
