using Akis.Feel;

namespace Akis.Bpmn.Expressions;

/// <summary>Values from texts, by FEEL's own rules.</summary>
internal static class FeelTexts
{
    private static readonly FeelExpression DateTimeCall = FeelExpression.Parse("date and time(t)", ["t"]);

    /// <summary>A date and time from its ISO 8601 text; null where it is none.</summary>
    public static FeelValue DateTime(string text) => DateTimeCall.Evaluate(FeelContext.Of(("t", FeelValue.Of(text))), FeelEnvironment.Default).Value;

    /// <summary>The value of a literal as <see cref="FeelValue.ToString()"/> writes it.</summary>
    public static FeelValue Literal(string text) => FeelExpression.Parse(text).Evaluate(FeelContext.Empty, FeelEnvironment.Default).Value;
}
