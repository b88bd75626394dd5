using System.Globalization;
using Akis.Feel;

namespace Akis.Bpmn.Expressions;

/// <summary>An attribute's value after Camunda 8's rule: <c>=…</c> is FEEL, anything else is meant literally.</summary>
public sealed class Expression
{
    private readonly FeelExpression? _feel;
    private readonly FeelValue _literal;

    private Expression(string text, FeelExpression? feel, FeelValue literal) => (Text, _feel, _literal) = (text, feel, literal);

    /// <summary>As it stands in the file.</summary>
    public string Text { get; }

    /// <summary>Whether it is a value that was written, not an expression.</summary>
    public bool IsConstant => _feel is null;

    /// <summary>Syntax errors of the FEEL part.</summary>
    public IReadOnlyList<FeelDiagnostic> Errors => _feel?.Errors ?? [];

    /// <summary>The variables that it reads.</summary>
    public IReadOnlySet<string> Names => _feel?.Names ?? NoNames;

    private static readonly HashSet<string> NoNames = [];

    /// <summary>Reads an attribute's value.</summary>
    public static Expression Read(string text) =>
        text.StartsWith('=') ? new(text, FeelExpression.Parse(text[1..], OrganisationNames.All), default) : new(text, null, FeelValue.Of(text));

    /// <summary>The variable of a name, whatever characters that has.</summary>
    public static Expression Variable(string name) => new("=" + name, FeelExpression.Parse(name, [name]), default);

    /// <summary>The value in this scope; a literal is its own text.</summary>
    public FeelResult Evaluate(IFeelScope scope, FeelEnvironment environment) => _feel?.Evaluate(scope, environment) ?? new(_literal, []);

    /// <summary>The value as text; numbers as they are written; null where it is null.</summary>
    public string? EvaluateText(IFeelScope scope, FeelEnvironment environment)
    {
        var value = Evaluate(scope, environment).Value;
        return value.AsString() ?? value.AsDecimal()?.ToString(CultureInfo.InvariantCulture) ?? (value.IsNull ? null : value.ToString().Trim('@', '"'));
    }

    /// <summary>The value as a list of texts: a FEEL list, or a literal separated by commas.</summary>
    public IReadOnlyList<string> EvaluateTexts(IFeelScope scope, FeelEnvironment environment)
    {
        var value = Evaluate(scope, environment).Value;
        if (value.AsList() is { } list) return [.. list.Select(item => item.AsString()).OfType<string>()];
        return value.AsString() is { } text ? text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [];
    }
}
