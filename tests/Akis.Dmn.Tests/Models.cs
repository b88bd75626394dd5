using System.Security;
using System.Text.RegularExpressions;

namespace Akis.Dmn.Tests;

/// <summary>Models as short as they can be written.</summary>
internal static partial class Models
{
    public static DmnModel Read(string elements, Func<string, string?>? imports = null) => DmnReader.ReadLeniently(Xml(elements), imports).Model.ShouldNotBeNull();

    public static string Xml(string elements, string space = "urn:m") => $"""<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m" name="m" namespace="{space}">{elements}</definitions>""";

    /// <summary><c>{x + 1}</c> as a literal expression; braces inside it belong to it.</summary>
    public static string Literals(string boxed) => Literal().Replace(boxed, match => $"<literalExpression><text>{SecurityElement.Escape(match.Groups[1].Value)}</text></literalExpression>");

    [GeneratedRegex(@"\{((?:[^{}]|\{[^{}]*\})*)\}")]
    private static partial Regex Literal();
}
