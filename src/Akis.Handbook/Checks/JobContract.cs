using Akis.Engine.Runtime;
using Akis.Feel;

namespace Akis.Handbook.Checks;

/// <summary>What jobs of a type have to do with a process's variables.</summary>
/// <param name="Reads">Names that they read by themselves, without a mapping.</param>
/// <param name="Gives">Names that they answer with.</param>
public sealed record JobContract(IReadOnlyList<string> Reads, IReadOnlyList<string> Gives)
{
    /// <summary>What the connector's own rules say of a job that a scenario answers; null where it has none that hold without its data.</summary>
    public Rehearsal? Rehearsal { get; init; }
}

/// <summary>Judges a job that a scenario answers in the connector's place, by the rules that the connector itself keeps.</summary>
/// <param name="memory">What earlier jobs of the same scenario left.</param>
/// <param name="job">What the process asks.</param>
/// <param name="scripted">What the scenario answers; null where it says nothing of jobs of this type.</param>
public delegate Rehearsed Rehearsal(RehearsalMemory memory, ActivatedJob job, FeelContext? scripted);

/// <summary>What came of it.</summary>
/// <param name="Answer">The answer with what the connector would have added.</param>
/// <param name="Refusal">Why the connector would never take or never give this, in English; null where it would.</param>
public readonly record struct Rehearsed(FeelContext Answer, string? Refusal = null);

/// <summary>What rehearsed connectors remember in one scenario: one object of each kind, made when it is first asked for.</summary>
public sealed class RehearsalMemory
{
    private readonly Dictionary<Type, object> _byKind = [];

    /// <summary>The object of a kind.</summary>
    public T Of<T>()
        where T : class, new()
    {
        if (_byKind.TryGetValue(typeof(T), out var known)) return (T)known;
        var made = new T();
        _byKind.Add(typeof(T), made);
        return made;
    }
}
