using Akis.Feel;

namespace Akis.Handbook.Checks;

/// <summary>A kind of record of the registry, as far as models can be held against it.</summary>
/// <param name="Fields">Its fields by name.</param>
public sealed record RecordKind(IReadOnlyDictionary<string, RecordKindField> Fields)
{
    /// <summary>What every record that is found has besides its kind's fields.</summary>
    public static IReadOnlySet<string> OfEvery { get; } = new HashSet<string> { "key", "title", "type" };
}

/// <summary>A field of a kind.</summary>
/// <param name="IsRequired">A record cannot be made without a value.</param>
/// <param name="Refuse">Why a value cannot be taken, in English; null where it can.</param>
/// <param name="Reachable">Of a state: the states that some other may be changed to; null of a field that is no state.</param>
public sealed record RecordKindField(bool IsRequired, Func<FeelValue, string?> Refuse, IReadOnlySet<string>? Reachable);
