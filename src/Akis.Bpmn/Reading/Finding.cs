namespace Akis.Bpmn.Reading;

/// <summary>Why a model must not be deployed.</summary>
/// <param name="Line">Line in the file, counted from 1.</param>
/// <param name="ElementId">The element concerned, or null.</param>
/// <param name="Code">Stable code.</param>
/// <param name="Tr">The reason and what to do, in Turkish.</param>
/// <param name="En">The same in English.</param>
public sealed record Finding(int Line, string? ElementId, string Code, string Tr, string En);
