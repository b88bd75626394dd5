using System.Globalization;
using System.Text.RegularExpressions;
using Akis.Feel;

namespace Akis.Engine.Forms;

/// <summary>One answer against one component's rules, in form-js's order.</summary>
internal static partial class FormAnswer
{
    private const int LongestLine = 1_000;
    private const int LongestText = 20_000;

    public static void Check(FormComponent component, FeelValue value, FormScope scope, string at, List<FormError> errors)
    {
        if (Missing(component, value))
        {
            if (component.Rules.Required) errors.Add(component.Type == FormComponentType.Checkbox
                ? new FormError(at, "form.must-check", "Devam etmek için bu kutuyu işaretleyin.", "Check this box to go on.")
                : new FormError(at, "form.required", "Bu alan zorunludur.", "This field is required."));
            return;
        }

        var error = component.Type switch
        {
            FormComponentType.Number => Number(component.Rules, value, scope),
            FormComponentType.TextField or FormComponentType.TextArea => Text(component, value, scope),
            FormComponentType.Radio or FormComponentType.Select => Chosen(component, [value], scope),
            FormComponentType.Checklist or FormComponentType.TagList => value.AsList() is { } many ? Chosen(component, many, scope) : Wrong(),
            FormComponentType.DateTime => Moment(component, value.AsString(), scope),
            FormComponentType.FilePicker => value.AsList() is { } files && (component.Multiple || files.Count <= 1) ? null : Wrong(),
            _ => null,
        };
        if (error is var (code, tr, en)) errors.Add(new FormError(at, code, tr, en));
    }

    private static bool Missing(FormComponent component, FeelValue value) =>
        value.IsNull || (component.Type == FormComponentType.Checkbox && !value.IsTrue) || value.AsList() is { Count: 0 };

    private static (string, string, string)? Wrong() => ("form.wrong-kind", "Bu değer anlaşılamadı.", "This value was not understood.");

    private static (string, string, string)? Number(FormRules rules, FeelValue value, FormScope scope)
    {
        if (value.AsDecimal() is not { } number) return ("form.number", "Bir sayı yazın.", "Write a number.");
        if (rules.DecimalDigits is { } digits && decimal.Round(number, Math.Clamp(digits, 0, 28)) != number)
            return digits == 0 ? ("form.integer", "Tam sayı yazın.", "Write a whole number.")
                : ("form.digits", $"Virgülden sonra en çok {digits} basamak olabilir.", $"There may be at most {digits} digits after the point.");
        if (scope.Number(rules.Min) is { } min && number < min) return ("form.min", $"En az {Shown(min, "tr")} olmalı.", $"Must be at least {Shown(min, "en")}.");
        if (scope.Number(rules.Max) is { } max && number > max) return ("form.max", $"En çok {Shown(max, "tr")} olabilir.", $"May be at most {Shown(max, "en")}.");
        return null;
    }

    private static (string, string, string)? Text(FormComponent component, FeelValue value, FormScope scope)
    {
        if (value.AsString() is not { } text) return Wrong();
        var rules = component.Rules;
        var length = text.Trim().Length;
        var most = scope.Number(rules.MaxLength) ?? (component.Type == FormComponentType.TextArea ? LongestText : LongestLine);
        if (scope.Number(rules.MinLength) is { } least && length < least)
            return ("form.min-length", $"En az {least:0} karakter yazın.", $"Write at least {least:0} characters.");
        if (length > most) return ("form.max-length", $"En çok {most:0} karakter yazabilirsiniz.", $"You may write at most {most:0} characters.");
        if (rules.Format == "email" && !Email().IsMatch(text)) return ("form.email", "Geçerli bir e-posta adresi yazın.", "Write a valid e-mail address.");
        if (rules.Format == "phone" && !Phone().IsMatch(text))
            return ("form.phone", "Telefonu ülke koduyla yazın (örneğin +902122853930).", "Write the phone number with its country code (for example +902122853930).");
        if (rules.Pattern is { } pattern && !Matches(text, pattern))
            return rules.PatternMessage.IsEmpty ? ("form.pattern", "Yazım beklenen biçimde değil.", "This is not in the expected format.")
                : ("form.pattern", rules.PatternMessage.Tr, rules.PatternMessage.In("en"));
        return null;
    }

    private static (string, string, string)? Chosen(FormComponent component, IEnumerable<FeelValue> values, FormScope scope)
    {
        var allowed = scope.Options(component).Select(option => option.Value).ToHashSet();
        return values.All(value => allowed.Contains(FormScope.Words(value))) ? null
            : ("form.option", "Listedeki seçeneklerden birini seçin.", "Choose one of the options listed.");
    }

    private static (string, string, string)? Moment(FormComponent component, string? text, FormScope scope)
    {
        if (component.Subtype == "time")
            return text is not null && Time().IsMatch(text) ? null : ("form.time", "Saati 14:30 gibi yazın.", "Write the time like 14:30.");
        var day = text is null ? null : Day(text, component.Subtype);
        if (day is null) return ("form.date", "Geçerli bir tarih seçin.", "Choose a valid date.");
        return component.Rules.NotBeforeToday && day < scope.Today ? ("form.past", "Tarih bugünden önce olamaz.", "The date may not lie before today.") : null;
    }

    private static DateOnly? Day(string text, string subtype) => subtype == "date"
        ? DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null
        : DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var moment) && text.Contains('T', StringComparison.Ordinal) ? DateOnly.FromDateTime(moment) : null;

    // A pattern is the author's, not the person's; NonBacktracking makes a careless one slow to nobody, and what it cannot express gets a deadline.
    private static bool Matches(string text, string pattern)
    {
        try
        {
            return Regex.IsMatch(text, pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (NotSupportedException)
        {
            return Regex.IsMatch(text, pattern, RegexOptions.ECMAScript, TimeSpan.FromMilliseconds(200));
        }
    }

    private static string Shown(decimal number, string language) => number.ToString("0.############", CultureInfo.GetCultureInfo(language));

    [GeneratedRegex(@"^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$", RegexOptions.CultureInvariant)]
    private static partial Regex Email();

    [GeneratedRegex(@"^(\+|00)[1-9][0-9 ]{6,18}$", RegexOptions.CultureInvariant)]
    private static partial Regex Phone();

    [GeneratedRegex(@"^([01]\d|2[0-3]):[0-5]\d(:\d\d)?(Z|[+-]\d\d:\d\d)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Time();
}
