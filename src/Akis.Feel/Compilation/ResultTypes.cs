using System.Collections.Immutable;
using Akis.Feel.Functions;
using Akis.Feel.Syntax;

namespace Akis.Feel.Compilation;

/// <summary>
/// The type of what an expression gives, as far as it can be told without running it (DMN 1.5 §10.3.2.9.2: function types
/// conform by their parameters and results). Null where it depends on a variable of the host or on a value.
/// </summary>
internal sealed class ResultTypes(Func<TypeTree, FeelType?> written)
{
    private static readonly FeelType Boolean = new FeelType.KindType(FeelKind.Boolean);
    private static readonly FeelType Number = new FeelType.KindType(FeelKind.Number);

    public FeelType? Of(Tree tree, ImmutableDictionary<string, FeelType?> names) => tree switch
    {
        LiteralTree literal => new FeelType.KindType(literal.Value.Kind),
        AtLiteralTree at => new FeelType.KindType(Temporal.TemporalText.Any(at.Text).Kind),
        NameTree name => OfName(name.Name, names),
        ListTree list => Common(list.Items.Select(item => Of(item, names))) is { } item ? new FeelType.ListType(item) : null,
        ContextTree context => OfContext(context, names),
        RangeTree range => Common([Of(range.From, names), Of(range.To, names)]) is { } end ? new FeelType.RangeType(end) : null,
        OneEndTree range => Of(range.End, names) is { } end ? new FeelType.RangeType(end) : null,
        CompareTree or BetweenTree or InTree or InstanceOfTree or QuantifiedTree or OperatorTree { Operator: Operator.And or Operator.Or } => Boolean,
        NegateTree negate => Of(negate.Operand, names),
        OperatorTree { Operator: Operator.Power } => Number,
        OperatorTree sign => Of(sign.Left, names) is FeelType.KindType { Kind: FeelKind.Number or FeelKind.String } left && left.Equals(Of(sign.Right, names)) ? left : null,
        IfTree choice => Common([Of(choice.Then, names), Of(choice.Else, names)]),
        ForTree iteration => Of(iteration.Body, Within(iteration, names)) is { } each ? new FeelType.ListType(each) : null,
        FunctionTree { IsExternal: false } function => OfFunction(function, names),
        CallTree call => OfCalled(call.Function, names),
        PathTree path => OfEntry(Of(path.Target, names), path.Name),
        FilterTree { Filter: LiteralTree { Value.Kind: FeelKind.Number } } filter => Of(filter.Target, names) is FeelType.ListType { Item: var element } ? element : null,
        FilterTree filter => Of(filter.Target, names) as FeelType.ListType,
        _ => null,
    };

    private static FeelType? OfName(string name, ImmutableDictionary<string, FeelType?> names) => names.TryGetValue(name, out var type) && type is not null ? FeelType.Resolved(type) : null;

    private FeelType.ContextType? OfContext(ContextTree context, ImmutableDictionary<string, FeelType?> names)
    {
        var entries = new List<(string, FeelType)>();
        foreach (var entry in context.Entries)
        {
            if (Of(entry.Value, names) is not { } type) return null;
            entries.Add((entry.Key, type));
            names = names.SetItem(entry.Key, type);
        }

        return new(entries);
    }

    private FeelType.FunctionType? OfFunction(FunctionTree function, ImmutableDictionary<string, FeelType?> names)
    {
        var parameters = function.Parameters.Select(parameter => parameter.Type is null ? FeelType.Any : written(parameter.Type) ?? FeelType.Any).ToList();
        var inner = names.SetItems(function.Parameters.Zip(parameters, (parameter, type) => KeyValuePair.Create(parameter.Name, (FeelType?)type)));
        return Of(function.Body, inner) is { } result ? new(parameters, result) : null;
    }

    private FeelType? OfCalled(Tree function, ImmutableDictionary<string, FeelType?> names) =>
        function is NameTree { Name: var name } && !names.ContainsKey(name) && BuiltIns.Find(name) is { } builtIn
            ? builtIn.Gives
            : (Of(function, names) as FeelType.FunctionType)?.Result;

    // A name of the loop is not known by its type: what is run over may be a value, a list or a range.
    private static ImmutableDictionary<string, FeelType?> Within(ForTree iteration, ImmutableDictionary<string, FeelType?> names) =>
        names.SetItems(iteration.Iterators.Select(iterator => KeyValuePair.Create(iterator.Name, (FeelType?)null)));

    private static FeelType? OfEntry(FeelType? target, string name) =>
        target is FeelType.ContextType context && context.Entries.FirstOrDefault(entry => entry.Name == name).Type is { } type ? FeelType.Resolved(type) : null;

    // The widest of the types, or Any where none takes all the others; null where one is not known.
    private static FeelType? Common(IEnumerable<FeelType?> types)
    {
        var common = FeelType.Null;
        foreach (var type in types)
        {
            if (type is null) return null;
            if (common.ConformsTo(type)) common = type;
            else if (!type.ConformsTo(common)) common = FeelType.Any;
        }

        return common;
    }
}
