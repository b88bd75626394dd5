using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Text.RegularExpressions;
using Akis.Feel;

namespace Akis.Registry.Records;

/// <summary>What is wrong with a value, at its field.</summary>
public sealed record FieldError(string Field, string Tr, string En)
{
    /// <summary>The sentence for a reader of that language.</summary>
    public string In(string language) => language.StartsWith("en", StringComparison.Ordinal) ? En : Tr;
}

/// <summary>Brings what people and files write into the one form that is stored, or says what is wrong with it.</summary>
public static partial class FieldRules
{
    private const int LongestLine = 300, LongestText = 10_000;

    /// <summary>The stored form of a text that somebody gave. Empty where nothing was given.</summary>
    /// <param name="field">The field.</param>
    /// <param name="given">As typed: dates as 2026-11-23 or 23.11.2026, numbers with point or Turkish comma.</param>
    /// <param name="error">Set where the value cannot be taken.</param>
    public static string Canonical(RecordField field, string? given, out FieldError? error)
    {
        var text = (given ?? "").Trim();
        error = null;
        if (text.Length == 0)
        {
            if (field.IsRequired) error = new(field.Name, $"{field.Label.Tr} gerekli.", $"{field.Label.En} is required.");
            return "";
        }

        var value = field.Kind switch
        {
            FieldKind.Text => text.Length <= LongestLine && !text.Contains('\n') ? text : null,
            FieldKind.Long => text.Length <= LongestText ? text : null,
            FieldKind.Number => Number(field, text)?.ToString("0.############", CultureInfo.InvariantCulture),
            FieldKind.Money => Number(field, text) is { } money && money >= 0 ? Math.Round(money, 2).ToString("0.00", CultureInfo.InvariantCulture) : null,
            FieldKind.Date => DateOnly.TryParseExact(text, ["yyyy-MM-dd", "dd.MM.yyyy", "d.M.yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null,
            FieldKind.DateTime => Instant(text),
            FieldKind.YesNo => text is "true" or "false" ? text : text.ToLower(CultureInfo.GetCultureInfo("tr-TR")) switch { "evet" or "e" or "1" or "yes" => "true", "hayır" or "h" or "0" or "no" => "false", _ => null },
            FieldKind.Choice or FieldKind.State => field.Options.FirstOrDefault(option => option.Tr == text || option.En == text)?.Tr,
            FieldKind.Ip => (text.Contains(':') || text.Count(letter => letter == '.') == 3) && IPAddress.TryParse(text, out var ip) ? ip.ToString() : null, // 10.1 is no address here
            FieldKind.Cidr => IPNetwork.TryParse(text, out var network) ? network.ToString() : null,
            FieldKind.Mac => PhysicalAddress.TryParse(text.Replace(':', '-'), out var mac) && mac.GetAddressBytes().Length == 6 ? string.Join(':', mac.GetAddressBytes().Select(octet => octet.ToString("x2", CultureInfo.InvariantCulture))) : null,
            FieldKind.Fqdn => text.Length <= 253 && HostName().IsMatch(text) ? text.ToLowerInvariant() : null,
            _ => text,
        };
        if (value is null) error = Wrong(field, text);
        return value ?? text;
    }

    /// <summary>A stored value as FEEL: numbers, dates and truth values as such, everything else as text.</summary>
    public static FeelValue ToFeel(RecordField field, string stored) => stored.Length == 0 ? FeelValue.Null : field.Kind switch
    {
        FieldKind.Number or FieldKind.Money => FeelValue.Of(decimal.Parse(stored, CultureInfo.InvariantCulture)),
        FieldKind.Date => FeelValue.Of(DateOnly.ParseExact(stored, "yyyy-MM-dd", CultureInfo.InvariantCulture)),
        FieldKind.DateTime => FeelValue.Of(DateTimeOffset.Parse(stored, CultureInfo.InvariantCulture)),
        FieldKind.YesNo => FeelValue.Of(stored == "true"),
        _ => FeelValue.Of(stored),
    };

    /// <summary>A FEEL value as somebody would type it; what <see cref="Canonical"/> then checks.</summary>
    public static string FromFeel(FeelValue value) => value.IsNull ? "" : value.AsString() ?? (value.AsDecimal() is { } number ? number.ToString(CultureInfo.InvariantCulture)
        : value.AsInstant(FeelEnvironment.Default.Zone) is { } instant && value.AsDate() is null ? instant.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture)
        : value.AsDate() is { } day ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : value.ToString());

    private static decimal? Number(RecordField field, string text)
    {
        var plain = text.Contains(',') ? text.Replace(".", "", StringComparison.Ordinal).Replace(',', '.') : text;
        return decimal.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && !(number < field.Bounds.Least) && !(number > field.Bounds.Greatest) ? number : null;
    }

    private static string? Instant(string text)
    {
        if (DateTime.TryParseExact(text, ["yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "dd.MM.yyyy HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return new DateTimeOffset(local, FeelEnvironment.Default.Zone.GetUtcOffset(local)).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant) ? TimeZoneInfo.ConvertTime(instant, FeelEnvironment.Default.Zone).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture) : null;
    }

    private static FieldError Wrong(RecordField field, string text)
    {
        var shown = text.Length > 60 ? text[..60] + "…" : text;
        var (tr, en) = field.Kind switch
        {
            FieldKind.Text or FieldKind.Long => ("çok uzun", "is too long"),
            FieldKind.Number or FieldKind.Money when field.Bounds is { Least: not null } or { Greatest: not null } => ($"{field.Bounds.Least} ile {field.Bounds.Greatest} arasında bir sayı olmalı", $"must be a number between {field.Bounds.Least} and {field.Bounds.Greatest}"),
            FieldKind.Number => ("bir sayı olmalı", "must be a number"),
            FieldKind.Money => ("lira olarak bir tutar olmalı, örneğin 1250,50", "must be an amount in lira, such as 1250.50"),
            FieldKind.Date => ("bir gün olmalı, örneğin 23.11.2026", "must be a day, such as 2026-11-23"),
            FieldKind.DateTime => ("bir gün ve saat olmalı, örneğin 23.11.2026 09:00", "must be a day and time, such as 2026-11-23T09:00"),
            FieldKind.YesNo => ("evet ya da hayır olmalı", "must be yes or no"),
            FieldKind.Choice or FieldKind.State => ($"şunlardan biri olmalı: {string.Join(", ", field.Options.Select(option => option.Tr))}", $"must be one of: {string.Join(", ", field.Options.Select(option => option.En))}"),
            FieldKind.Ip => ("bir IP adresi olmalı, örneğin 10.1.2.3", "must be an IP address, such as 10.1.2.3"),
            FieldKind.Cidr => ("bir ağ olmalı, örneğin 10.1.0.0/16", "must be a network, such as 10.1.0.0/16"),
            FieldKind.Mac => ("bir MAC adresi olmalı, örneğin 00:1a:2b:3c:4d:5e", "must be a MAC address, such as 00:1a:2b:3c:4d:5e"),
            _ => ("tam bir alan adı olmalı, örneğin web1.demouni.example", "must be a full host name, such as web1.demouni.example"),
        };
        return new(field.Name, $"{field.Label.Tr}: “{shown}” {tr}.", $"{field.Label.En}: “{shown}” {en}.");
    }

    // RFC 1123 §2.1, with at least two labels.
    [GeneratedRegex(@"^(?=.*\.)([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)(\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)+$")]
    private static partial Regex HostName();
}
