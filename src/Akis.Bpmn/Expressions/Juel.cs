namespace Akis.Bpmn.Expressions;

/// <summary>
/// The part of JUEL that models of the second dialect really use, written as FEEL: <c>${amount &gt; 100 &amp;&amp; approved}</c> becomes
/// <c>=amount &gt; 100 and approved</c>. Of calls only those of <see cref="JuelCalls"/> have a meaning; all others are refused.
/// </summary>
internal static class Juel
{
    /// <summary>Whether a text holds an expression.</summary>
    public static bool IsExpression(string text) => text.Contains("${", StringComparison.Ordinal) || text.Contains("#{", StringComparison.Ordinal);

    /// <summary>The text for an attribute of the first dialect; null with a problem where it cannot be said in FEEL.</summary>
    public static string? ToFeel(string text, out string? problem)
    {
        problem = null;
        if (!IsExpression(text)) return text;
        try
        {
            var parts = new List<string>();
            var rest = text.Trim();
            while (rest.Length > 0)
            {
                var open = rest.IndexOfAny(['$', '#']);
                while (open >= 0 && (open + 1 >= rest.Length || rest[open + 1] != '{')) open = rest.IndexOfAny(['$', '#'], open + 1);
                if (open != 0)
                {
                    parts.Add(Quote(open < 0 ? rest : rest[..open]));
                    rest = open < 0 ? "" : rest[open..];
                    continue;
                }

                var close = rest.IndexOf('}', StringComparison.Ordinal);
                if (close < 0) throw new FormatException("'}' is missing");
                var inner = new Reader(rest[2..close]).Read();
                parts.Add(close == rest.Length - 1 && parts.Count == 0 ? inner : $"string({inner})");
                rest = rest[(close + 1)..];
            }

            return "=" + string.Join(" + ", parts);
        }
        catch (FormatException unknown)
        {
            problem = unknown.Message;
            return null;
        }
    }

    private static string Quote(string text) => "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";

    private sealed class Reader(string text)
    {
        private static readonly Dictionary<string, (int Strength, string Feel)> Binary = new()
        {
            ["||"] = (1, "or"), ["or"] = (1, "or"), ["&&"] = (2, "and"), ["and"] = (2, "and"), ["=="] = (3, "="), ["eq"] = (3, "="), ["!="] = (3, "!="), ["ne"] = (3, "!="),
            ["<"] = (4, "<"), ["lt"] = (4, "<"), [">"] = (4, ">"), ["gt"] = (4, ">"), ["<="] = (4, "<="), ["le"] = (4, "<="), [">="] = (4, ">="), ["ge"] = (4, ">="),
            ["+"] = (5, "+"), ["-"] = (5, "-"), ["*"] = (6, "*"), ["/"] = (6, "/"), ["div"] = (6, "/"),
        };

        private int _at;

        public string Read()
        {
            var result = Ternary();
            if (Peek() is { } left) throw new FormatException($"'{left}' is not understood");
            return result;
        }

        private string Ternary()
        {
            var condition = Operation(1);
            if (Peek() != "?") return condition;
            Next();
            var then = Ternary();
            Expect(":");
            return $"(if {condition} then {then} else {Ternary()})";
        }

        private string Operation(int weakest)
        {
            var left = Unary();
            while (Peek() is { } sign && Binary.TryGetValue(sign, out var meaning) && meaning.Strength >= weakest)
            {
                Next();
                left = $"{left} {meaning.Feel} {Operation(meaning.Strength + 1)}";
                if (meaning.Strength <= 2) left = $"({left})"; // FEEL's and/or bind alike; say what was meant
            }

            return left;
        }

        private string Unary()
        {
            switch (Peek())
            {
                case "!" or "not":
                    Next();
                    return $"not({Unary()})";
                case "-":
                    Next();
                    return "-" + Unary();
                case "empty":
                    Next();
                    var asked = Unary();
                    return $"({asked} = null or {asked} = \"\" or {asked} = [])";
                default:
                    return Primary();
            }
        }

        private string Primary()
        {
            var token = Next() ?? throw new FormatException("an expression ends too early");
            if (token == "(")
            {
                var inner = Ternary();
                Expect(")");
                return $"({inner})";
            }

            if (token[0] is '\'' or '"') return Quote(token[1..^1]);
            if (!char.IsLetterOrDigit(token[0]) && token[0] != '_') throw new FormatException($"'{token}' is not understood");
            var value = token;
            while (Peek() is "." or "[" or "(")
            {
                var sign = Next();
                if (sign == "(")
                {
                    value = Called(value, Arguments());
                    continue;
                }

                var name = Next() ?? throw new FormatException("a name is missing");
                if (sign == ".")
                {
                    value += "." + name;
                    continue;
                }

                Expect("]");
                if (int.TryParse(name, out var place)) value += $"[{place + 1}]"; // FEEL counts from 1
                else if (name[0] is '\'' or '"') value += "." + name[1..^1];
                else throw new FormatException("only numbers and names in quotes may stand in brackets");
            }

            return value.Split('.')[0] is "execution" or "task" ? throw new FormatException($"'{value}' has no meaning here") : value;
        }

        private List<string> Arguments()
        {
            var arguments = new List<string>();
            if (Peek() == ")")
            {
                Next();
                return arguments;
            }

            do arguments.Add(Ternary());
            while (Peek() == "," && Next() is not null);
            Expect(")");
            return arguments;
        }

        private static string Called(string callee, List<string> arguments) =>
            JuelCalls.ToFeel(callee, arguments) ?? throw new FormatException($"the call '{callee}(…)' has no meaning here");

        private void Expect(string token)
        {
            if (Next() != token) throw new FormatException($"'{token}' is missing");
        }

        private string? Peek()
        {
            var before = _at;
            var token = Next();
            _at = before;
            return token;
        }

        private string? Next()
        {
            while (_at < text.Length && char.IsWhiteSpace(text[_at])) _at++;
            if (_at == text.Length) return null;
            var start = _at++;
            var first = text[start];
            if (first is '\'' or '"')
            {
                while (_at < text.Length && text[_at] != first) _at++;
                if (_at == text.Length) throw new FormatException("a text has no end");
                _at++;
            }
            else if (char.IsLetter(first) || first == '_')
            {
                while (_at < text.Length && (char.IsLetterOrDigit(text[_at]) || text[_at] == '_')) _at++;
            }
            else if (char.IsDigit(first))
            {
                while (_at < text.Length && (char.IsDigit(text[_at]) || (text[_at] == '.' && _at + 1 < text.Length && char.IsDigit(text[_at + 1])))) _at++;
            }
            else if (_at < text.Length && text.Substring(start, 2) is "==" or "!=" or "<=" or ">=" or "&&" or "||")
            {
                _at++;
            }

            return text[start.._at];
        }
    }
}
