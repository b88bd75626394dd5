namespace Akis.Handbook.Checks;

/// <summary>What jobs of a type have to do with a process's variables.</summary>
/// <param name="Reads">Names that they read by themselves, without a mapping.</param>
/// <param name="Gives">Names that they answer with.</param>
public sealed record JobContract(IReadOnlyList<string> Reads, IReadOnlyList<string> Gives);
