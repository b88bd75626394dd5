using Akis.Feel;

namespace Akis.Dmn.Checks;

/// <summary>Kinds of values in words: alone, and as what a cell holds.</summary>
internal static class KindNames
{
    public static string Tr(FeelKind kind) => kind switch
    {
        FeelKind.Null => "null",
        FeelKind.Boolean => "doğru/yanlış değeri",
        FeelKind.Number => "sayı",
        FeelKind.String => "metin",
        FeelKind.Date => "tarih",
        FeelKind.Time => "saat",
        FeelKind.DateTime => "tarih ve saat",
        FeelKind.DaysDuration => "gün ve saat süresi",
        FeelKind.YearsDuration => "yıl ve ay süresi",
        FeelKind.List => "liste",
        FeelKind.Context => "bağlam",
        FeelKind.Range => "aralık",
        _ => "işlev",
    };

    public static string En(FeelKind kind) => kind switch
    {
        FeelKind.Null => "null",
        FeelKind.Boolean => "a boolean",
        FeelKind.Number => "a number",
        FeelKind.String => "a string",
        FeelKind.Date => "a date",
        FeelKind.Time => "a time",
        FeelKind.DateTime => "a date and time",
        FeelKind.DaysDuration => "a days and time duration",
        FeelKind.YearsDuration => "a years and months duration",
        FeelKind.List => "a list",
        FeelKind.Context => "a context",
        FeelKind.Range => "a range",
        _ => "a function",
    };
}
