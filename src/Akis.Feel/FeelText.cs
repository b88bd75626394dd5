using System.Text;
using Akis.Feel.Temporal;

namespace Akis.Feel;

/// <summary>Writes values as FEEL literals and as the text that <c>string()</c> gives.</summary>
internal static class FeelText
{
    public static string Literal(FeelValue value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    /// <summary>The text of <c>string(value)</c>: a string as it is, temporal values in ISO 8601.</summary>
    public static string Plain(FeelValue value) => value.Kind switch
    {
        FeelKind.String => value.AsString()!, // the kind was asked
        FeelKind.Date => value.Day.ToString(),
        FeelKind.Time => value.Clock.ToString(),
        FeelKind.DateTime => value.AsDateTime()!.ToString(), // the kind was asked
        FeelKind.DaysDuration => TemporalText.OfNanos(value.Nanos),
        FeelKind.YearsDuration => TemporalText.OfMonths(value.Months),
        _ => Literal(value),
    };

    /// <summary>A value as a message shows it: short, whatever it holds.</summary>
    public static string Short(FeelValue value)
    {
        var text = value.AsList() is { Count: > 20 } list ? $"[… {list.Count}]" : value.AsString() is { Length: > 60 } longText ? Quote(longText[..57] + "…") : Literal(value);
        return text.Length > 80 ? text[..79] + "…" : text;
    }

    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when char.IsControl(c) => $"\\u{(int)c:X4}",
                _ => null,
            });
            if (c is not ('"' or '\\') && !char.IsControl(c)) quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }

    public static string Key(string name) => name.Length > 0 && !char.IsDigit(name[0]) && name.All(c => char.IsLetterOrDigit(c) || c == '_') ? name : Quote(name);

    private static void Append(StringBuilder text, FeelValue value)
    {
        switch (value.Kind)
        {
            case FeelKind.Null: text.Append("null"); break;
            case FeelKind.Boolean: text.Append(value.IsTrue ? "true" : "false"); break;
            case FeelKind.Number: text.Append(value.Number.ToString()); break;
            case FeelKind.String: text.Append(Quote(value.AsString()!)); break; // the kind was asked, here and below
            case FeelKind.List: AppendAll(text, '[', value.AsList()!, static (text, item) => Append(text, item), ']'); break;
            case FeelKind.Context:
                AppendAll(text, '{', value.AsContext()!.Entries, static (text, entry) =>
                {
                    text.Append(Key(entry.Name)).Append(": ");
                    Append(text, entry.Value);
                }, '}');
                break;
            case FeelKind.Range: Append(text, value.AsRange()!); break;
            case FeelKind.Function: text.Append(value.AsFunction()!); break;
            default: text.Append("@\"").Append(Plain(value)).Append('"'); break;
        }
    }

    private static void AppendAll<T>(StringBuilder text, char open, IEnumerable<T> items, Action<StringBuilder, T> append, char close)
    {
        text.Append(open);
        var first = true;
        foreach (var item in items)
        {
            if (!first) text.Append(", ");
            first = false;
            append(text, item);
        }

        text.Append(close);
    }

    private static void Append(StringBuilder text, FeelRange range)
    {
        if (range.HasOneEnd)
        {
            var (sign, end) = range.From.IsNull ? (range.ToIncluded ? "<=" : "<", range.To) : range.To.IsNull ? (range.FromIncluded ? ">=" : ">", range.From) : ("=", range.From);
            text.Append('(').Append(sign).Append(' ');
            Append(text, end);
            text.Append(')');
            return;
        }

        text.Append(range.FromIncluded ? '[' : '(');
        Append(text, range.From);
        text.Append("..");
        Append(text, range.To);
        text.Append(range.ToIncluded ? ']' : ')');
    }
}
