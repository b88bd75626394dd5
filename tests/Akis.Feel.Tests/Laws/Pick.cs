using CsCheck;

namespace Akis.Feel.Tests.Laws;

internal static class Pick
{
    /// <summary>One of these, any as likely as another.</summary>
    public static Gen<T> From<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);
}
