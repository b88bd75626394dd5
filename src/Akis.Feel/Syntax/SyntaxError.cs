namespace Akis.Feel.Syntax;

#pragma warning disable CA1032, CA1064 // it never leaves FeelExpression.Parse: unwinding a recursive descent is its whole use
internal sealed class SyntaxError(FeelDiagnostic diagnostic) : Exception
#pragma warning restore CA1032, CA1064
{
    public FeelDiagnostic Diagnostic { get; } = diagnostic;
}
