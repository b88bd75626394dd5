using Akis.Engine.Database;

namespace Akis.Engine.Search;

/// <summary>What can be wrong with a search; each names the place in the request.</summary>
internal static class SearchProblems
{
    public static Problem UnknownField(string path, IEnumerable<string> known) => new(
        "search.unknown-field", 400, $"“{path}” adında bir alan yok. Olanlar: {string.Join(", ", known)}.", $"There is no field '{path}'. Known are: {string.Join(", ", known)}.");

    public static Problem UnknownOperator(string path, IEnumerable<string> known) => new(
        "search.unknown-operator", 400, $"“{path}” bu alanda kullanılamaz. Kullanılabilenler: {string.Join(", ", known)}.", $"'{path}' is not supported for this field. Supported are: {string.Join(", ", known)}.");

    public static Problem WrongValue(string path, string expectedTr, string expectedEn) => new(
        "search.wrong-value", 400, $"“{path}” için {expectedTr} beklenir.", $"'{path}' must be {expectedEn}.");

    public static Problem TooMuch(int conditions, int values) => new(
        "search.too-much", 400, $"“filter” en çok {conditions} koşul ve {values} değer içerebilir.", $"'filter' may hold {conditions} conditions and {values} values.");

    public static Problem WrongCursor(string path) => new(
        "search.wrong-cursor", 400, $"“{path}” bu sıralamanın imleci değil; önceki yanıttaki endCursor ya da startCursor aynı sıralamayla gönderilmeli.", $"'{path}' is no cursor of this order; send the endCursor or startCursor of an answer with the same sort.");
}
