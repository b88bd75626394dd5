namespace Akis.Dmn.Checks;

/// <summary>Text of a table as it stands in the file.</summary>
internal sealed record SourceText(string Text, int Line);

/// <summary>An input column as written.</summary>
/// <param name="Label">What people read over the column.</param>
/// <param name="Expression">What is tested.</param>
/// <param name="Type">The declared type; that of no declaration is <see cref="SourceType.Any"/>.</param>
/// <param name="Allowed">Unary tests of the values that it may have, besides those of its type.</param>
internal sealed record SourceInput(string Label, string Expression, SourceType Type, SourceText? Allowed, int Line);

/// <summary>An output column as written.</summary>
internal sealed record SourceOutput(string Name, string Label, SourceType Type, SourceText? Values, SourceText? Default, int Line);

/// <summary>A row as written; rules are counted from 1.</summary>
internal sealed record SourceRule(int Number, int Line, IReadOnlyList<SourceText> Tests, IReadOnlyList<SourceText> Outputs);

/// <summary>A decision table as written, with the lines that findings point at.</summary>
/// <param name="OwnerId">Id of the decision or knowledge model that holds it.</param>
/// <param name="Title">Name of that holder, for people.</param>
internal sealed record SourceTable(
    string OwnerId, string Title, int Line, HitPolicy Policy, Aggregation Aggregation, IReadOnlyList<SourceInput> Inputs, IReadOnlyList<SourceOutput> Outputs, IReadOnlyList<SourceRule> Rules)
{
    /// <summary>Whether several matching rules give several outputs.</summary>
    public bool IsMultiHit => Policy is HitPolicy.Collect or HitPolicy.RuleOrder or HitPolicy.OutputOrder;
}
