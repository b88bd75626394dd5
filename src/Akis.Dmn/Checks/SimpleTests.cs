using System.Text.RegularExpressions;
using Akis.Feel;

namespace Akis.Dmn.Checks;

/// <summary>
/// Unary tests made of constants only: <c>-</c>, literals, comparisons, ranges, lists, <c>not(…)</c>. Between its constants such a test does not change
/// its mind, so that asking the evaluator once in each gap between them says everything about it.
/// </summary>
/// <param name="Constants">All constants in it, without null.</param>
/// <param name="IsOrdered">Whether any is used as a bound.</param>
/// <param name="IsListOfValues">Whether it is nothing but literals with commas between.</param>
internal sealed partial record SimpleTests(FeelExpression Expression, IReadOnlyList<FeelValue> Constants, bool IsOrdered, bool IsListOfValues)
{
    // The longer before those that they begin with.
    private static readonly string[] Comparisons = ["<=", ">=", "!=", "<", ">", "="];

    private static readonly HashSet<string> Functions = ["date", "time", "date and time", "duration"];

    /// <summary>Whether a value passes; the evaluator says so, nobody else.</summary>
    public bool Accepts(FeelValue value) => Expression.EvaluateUnaryTests(value, FeelContext.Empty, FeelEnvironment.Default).Value.IsTrue;

    /// <summary>Reads unary tests; null where they are no simple ones.</summary>
    public static SimpleTests? Read(string text)
    {
        var reader = new Reader(text);
        var expression = FeelExpression.ParseUnaryTests(text);
        return expression.IsValid && reader.Cell() ? new(expression, reader.Constants, reader.IsOrdered, reader.IsListOfValues) : null;
    }

    /// <summary>The value of a literal; null where the text is anything else.</summary>
    public static FeelValue? Constant(string text)
    {
        var reader = new Reader(text);
        return reader.Operand() is { } value && reader.AtEnd() ? value : null;
    }

    private sealed partial class Reader(string text)
    {
        private int _at;

        public List<FeelValue> Constants { get; } = [];

        public bool IsOrdered { get; private set; }

        public bool IsListOfValues { get; private set; } = true;

        public bool Cell()
        {
            if (text.Trim() is "" or "-") return !(IsListOfValues = false);
            var start = _at;
            if (Take("not") && Take("("))
            {
                IsListOfValues = false;
                if (Tests() && Take(")") && AtEnd()) return true;
                _at = start;
                Constants.Clear();
            }

            _at = start;
            return Tests() && AtEnd();
        }

        public bool AtEnd()
        {
            Blank();
            return _at == text.Length;
        }

        /// <summary>A literal, a minus before one, or a call of a temporal constructor with a literal; null (of C#) where there is none.</summary>
        public FeelValue? Operand()
        {
            Blank();
            var match = Literal().Match(text, _at);
            if (!match.Success || (match.Groups["call"].Success && !Functions.Contains(match.Groups["call"].Value))) return null;
            _at += match.Length;
            var result = FeelExpression.Parse(match.Value).Evaluate(FeelContext.Empty, FeelEnvironment.Default);
            return result.Diagnostics.Count > 0 || (result.Value.IsNull && match.Value != "null") ? null : result.Value;
        }

        private bool Tests()
        {
            do
            {
                if (!Test()) return false;
            }
            while (Take(","));
            return true;
        }

        private bool Test()
        {
            Blank();
            if (Comparison() is { } relation) return Bound(relation);
            if (_at < text.Length && text[_at] is '[' or '(' or ']') return Bracketed();
            return Add(Operand());
        }

        // [1..5) is a range, (> 5) one with a single end, [1, 5] a list of which one must be met.
        private bool Bracketed()
        {
            IsListOfValues = false;
            var open = text[_at++];
            if (open == '(' && Comparison() is { } relation) return Bound(relation) && Take(")");
            if (!Add(Operand())) return false;
            if (Take(".."))
            {
                IsOrdered = true;
                return Add(Operand()) && (Take("]") || Take(")") || Take("["));
            }

            if (open == '(') return Take(")");
            while (Take(",")) if (!Add(Operand())) return false;
            return open == '[' && Take("]");
        }

        private bool Bound(string relation)
        {
            IsListOfValues = false;
            IsOrdered |= relation is not ("=" or "!=");
            return Add(Operand());
        }

        private bool Add(FeelValue? value)
        {
            if (value is { IsNull: false } constant) Constants.Add(constant);
            return value is not null;
        }

        private string? Comparison() => Comparisons.FirstOrDefault(Take);

        private bool Take(string sign)
        {
            Blank();
            if (!text.AsSpan(_at).StartsWith(sign, StringComparison.Ordinal)) return false;
            _at += sign.Length;
            return true;
        }

        private void Blank()
        {
            while (_at < text.Length && char.IsWhiteSpace(text[_at])) _at++;
        }

        [GeneratedRegex("""\G(?:@?"(?:[^"\\]|\\.)*"|-?\s*(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?(?!\w|\.\d)|(?:true|false|null)\b(?!\s*[\w(])|(?<call>[a-z]+(?: [a-z]+)*)\s*\(\s*"(?:[^"\\]|\\.)*"\s*\))""")]
        private static partial Regex Literal();
    }
}
