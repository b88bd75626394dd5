using System.Collections;

namespace Akis.Feel.Syntax;

/// <summary>A node of the syntax tree (DMN 1.5 §10.3.1.2); equal to another of the same shape, wherever they stand in their texts.</summary>
internal abstract record Tree
{
    /// <summary>Where it begins in the source; says of a sign or a call where that stands.</summary>
    public int Position { get; init; }

    public virtual bool Equals(Tree? other) => other is not null && EqualityContract == other.EqualityContract;

    public override int GetHashCode() => EqualityContract.GetHashCode();

    /// <summary>The nodes directly below.</summary>
    public virtual IEnumerable<Tree> Children => [];

    /// <summary>How many nodes stand one below the other at most.</summary>
    public int Depth => field > 0 ? field : field = 1 + Children.Select(child => child.Depth).DefaultIfEmpty().Max();

    /// <summary>Whether a name is read anywhere below.</summary>
    public bool Mentions(string name) => this is NameTree own && own.Name == name || Children.Any(child => child.Mentions(name));
}

/// <summary>Nodes that are compared one by one.</summary>
internal sealed class Trees<T>(IReadOnlyList<T> items) : IReadOnlyList<T>, IEquatable<Trees<T>>
{
    public int Count => items.Count;

    public T this[int index] => items[index];

    public IEnumerator<T> GetEnumerator() => items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(Trees<T>? other) => other is not null && items.SequenceEqual(other);

    public override bool Equals(object? obj) => Equals(obj as Trees<T>);

    public override int GetHashCode() => items.Count;
}

internal enum Relation
{
    Equal,
    NotEqual,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

/// <summary>null, a boolean, a number or a text.</summary>
internal sealed record LiteralTree(FeelValue Value) : Tree;

/// <summary><c>@"…"</c>; null where the text is no date, time or duration.</summary>
internal sealed record AtLiteralTree(string Text) : Tree;

internal sealed record NameTree(string Name) : Tree;

internal sealed record ListTree(Trees<Tree> Items) : Tree
{
    public override IEnumerable<Tree> Children => Items;
}

internal sealed record EntryTree(string Key, Tree Value);

internal sealed record ContextTree(Trees<EntryTree> Entries) : Tree
{
    public override IEnumerable<Tree> Children => Entries.Select(entry => entry.Value);
}

/// <summary><c>[a..b]</c> and its open variants.</summary>
internal sealed record RangeTree(bool FromIncluded, Tree From, Tree To, bool ToIncluded) : Tree
{
    public override IEnumerable<Tree> Children => [From, To];
}

/// <summary><c>(&lt; a)</c>: a range with one end.</summary>
internal sealed record OneEndTree(Relation Relation, Tree End) : Tree
{
    public override IEnumerable<Tree> Children => [End];
}

internal sealed record PathTree(Tree Target, string Name) : Tree
{
    public override IEnumerable<Tree> Children => [Target];
}

internal sealed record FilterTree(Tree Target, Tree Filter) : Tree
{
    public override IEnumerable<Tree> Children => [Target, Filter];
}

internal sealed record CallTree(Tree Function, Trees<Tree> Arguments, Trees<string>? Names) : Tree
{
    public override IEnumerable<Tree> Children => [Function, .. Arguments];
}

internal sealed record NegateTree(Tree Operand) : Tree
{
    public override IEnumerable<Tree> Children => [Operand];
}

internal enum Operator
{
    Or,
    And,
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
}

internal sealed record OperatorTree(Operator Operator, Tree Left, Tree Right) : Tree
{
    public override IEnumerable<Tree> Children => [Left, Right];
}

internal sealed record CompareTree(Relation Relation, Tree Left, Tree Right) : Tree
{
    public override IEnumerable<Tree> Children => [Left, Right];
}

internal sealed record BetweenTree(Tree Value, Tree Low, Tree High) : Tree
{
    public override IEnumerable<Tree> Children => [Value, Low, High];
}

internal sealed record InTree(Tree Value, Tree Tests) : Tree
{
    public override IEnumerable<Tree> Children => [Value, Tests];
}

internal sealed record InstanceOfTree(Tree Value, TypeTree Type) : Tree
{
    public override IEnumerable<Tree> Children => [Value];
}

internal sealed record IfTree(Tree Condition, Tree Then, Tree Else) : Tree
{
    public override IEnumerable<Tree> Children => [Condition, Then, Else];
}

/// <summary>One <c>name in source</c> or <c>name in from..to</c>.</summary>
internal sealed record IteratorTree(string Name, Tree Source, Tree? To)
{
    public IEnumerable<Tree> Children => To is null ? [Source] : [Source, To];
}

internal sealed record ForTree(Trees<IteratorTree> Iterators, Tree Body) : Tree
{
    public override IEnumerable<Tree> Children => [.. Iterators.SelectMany(iterator => iterator.Children), Body];
}

/// <summary><c>some</c> or <c>every</c>.</summary>
internal sealed record QuantifiedTree(bool Some, Trees<IteratorTree> Iterators, Tree Condition) : Tree
{
    public override IEnumerable<Tree> Children => [.. Iterators.SelectMany(iterator => iterator.Children), Condition];
}

internal sealed record ParameterTree(string Name, TypeTree? Type);

/// <summary>A function; an external one has the mapping to what it calls as its body.</summary>
internal sealed record FunctionTree(Trees<ParameterTree> Parameters, Tree Body, bool IsExternal) : Tree
{
    public override IEnumerable<Tree> Children => [Body];
}

/// <summary>A unary test that compares the input: <c>&lt; 5</c>.</summary>
internal sealed record CompareTestTree(Relation Relation, Tree Value) : Tree
{
    public override IEnumerable<Tree> Children => [Value];
}

/// <summary>A unary test that is an expression: a condition on <c>?</c>, or a value, list or range that the input must match.</summary>
internal sealed record ExpressionTestTree(Tree Expression) : Tree
{
    public override IEnumerable<Tree> Children => [Expression];
}

/// <summary>Unary tests of which one must hold, or none under <c>not</c>; without tests (<c>-</c>) everything holds.</summary>
internal sealed record TestsTree(bool Negated, Trees<Tree> Tests) : Tree
{
    public override IEnumerable<Tree> Children => Tests;
}

/// <summary>A type as it is written (DMN 1.5 grammar rule 66).</summary>
internal abstract record TypeTree;

internal sealed record NamedTypeTree(string Name) : TypeTree;

internal sealed record ListTypeTree(TypeTree Item) : TypeTree;

internal sealed record RangeTypeTree(TypeTree End) : TypeTree;

internal sealed record ContextTypeTree(Trees<(string Name, TypeTree Type)> Entries) : TypeTree;

internal sealed record FunctionTypeTree(Trees<TypeTree> Parameters, TypeTree Result) : TypeTree;
