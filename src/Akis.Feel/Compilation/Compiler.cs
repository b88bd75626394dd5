using System.Collections.Immutable;
using Akis.Feel.Evaluation;
using Akis.Feel.Functions;
using Akis.Feel.Syntax;

namespace Akis.Feel.Compilation;

/// <summary>Makes a syntax tree ready to run: names are looked up once here, and what is constant is computed once.</summary>
internal sealed class Compiler(IReadOnlySet<string> known, Func<string, FeelType?> types)
{
    private static readonly HashSet<string> Constructors = ["date", "time", "date and time", "duration"];

    private Frame _frame = new(null);

    /// <summary>Names that are read from the host's scope.</summary>
    public HashSet<string> FreeNames { get; } = [];

    /// <summary>Those of them that are read nowhere but in filters, where an entry of the filtered item may be meant.</summary>
    public HashSet<string> EntryNames { get; } = [];

    private readonly HashSet<string> _outsideFilters = [];

    public int FrameSize => _frame.Size;

    /// <summary>Unary tests find the input in the first slot.</summary>
    public Code CompileTests(TestsTree tests)
    {
        _frame.Bindings.Add(new("?", _frame.NewSlot()));
        return Compile(tests);
    }

    public Code Compile(Tree tree) => tree switch
    {
        LiteralTree literal => new ConstantCode(literal.Value),
        AtLiteralTree at => Temporal.TemporalText.Any(at.Text) is { IsNull: false } value ? new ConstantCode(value) : new FailingCode("feel.temporal", at.Position, FeelValue.Of(at.Text)),
        NameTree name => Resolve(name.Name, name.Position),
        ListTree list => Folded(new ListCode(All(list.Items)), list.Items),
        ContextTree context => Compile(context),
        RangeTree range => Folded(new RangeCode(range.FromIncluded, Compile(range.From), Compile(range.To), range.ToIncluded, range.Position), range.Children),
        OneEndTree end => Folded(new OneEndCode(end.Relation, Compile(end.End), end.Position), end.Children),
        PathTree path => new PathCode(Compile(path.Target), path.Name, path.Position),
        FilterTree filter => Compile(filter),
        CallTree call => Compile(call),
        NegateTree negate => Folded(new NegateCode(Compile(negate.Operand), negate.Position), negate.Children),
        OperatorTree sign => Compile(sign),
        CompareTree compare => new CompareCode(compare.Relation, Compile(compare.Left), Compile(compare.Right), compare.Position),
        BetweenTree between => new BetweenCode(Compile(between.Value), Compile(between.Low), Compile(between.High), between.Position),
        InTree inside => Compile(inside),
        InstanceOfTree instance => Compile(instance),
        IfTree choice => new IfCode(Compile(choice.Condition), Compile(choice.Then), Compile(choice.Else)),
        ForTree iteration => Compile(iteration),
        QuantifiedTree quantified => Compile(quantified),
        FunctionTree function => Compile(function),
        CompareTestTree test => new CompareTestCode(test.Relation, Resolve("?", test.Position), Compile(test.Value), test.Position),
        ExpressionTestTree test => new ExpressionTestCode(Resolve("?", test.Position), Compile(test.Expression), test.Expression.Mentions("?"), test.Position),
        TestsTree { Negated: false, Tests: [var only] } => Compile(only),
        TestsTree { Negated: false, Tests: { Count: > 1 } several } tests when several.All(IsPlainConstant) =>
            new AnyOfCode(Resolve("?", tests.Position), [.. several.Select(test => ((LiteralTree)((ExpressionTestTree)test).Expression).Value)], new TestsCode(false, All(several))),
        TestsTree tests => new TestsCode(tests.Negated, All(tests.Tests)),
        _ => throw new ArgumentOutOfRangeException(nameof(tree)),
    };

    /// <summary>The type that is written; null where a name is no type.</summary>
    public static FeelType? Resolve(TypeTree type, Func<string, FeelType?> types) => type switch
    {
        NamedTypeTree named => types(named.Name) ?? FeelType.BuiltIn(named.Name),
        ListTypeTree list => Resolve(list.Item, types) is { } item ? new FeelType.ListType(item) : null,
        RangeTypeTree range => Resolve(range.End, types) is { } end ? new FeelType.RangeType(end) : null,
        ContextTypeTree context => context.Entries.Select(entry => (entry.Name, Type: Resolve(entry.Type, types))).ToList() is var entries && entries.All(entry => entry.Type is not null)
            ? new FeelType.ContextType([.. entries.Select(entry => (entry.Name, entry.Type!))]) // all were found
            : null,
        FunctionTypeTree function => function.Parameters.Select(parameter => Resolve(parameter, types)).ToList() is var parameters && parameters.All(parameter => parameter is not null) && Resolve(function.Result, types) is { } result
            ? new FeelType.FunctionType([.. parameters.Select(parameter => parameter!)], result) // all were found
            : null,
        _ => null,
    };

    private static bool IsPlainConstant(Tree test) => test is ExpressionTestTree { Expression: LiteralTree { Value.Kind: FeelKind.String or FeelKind.Number or FeelKind.Boolean } };

    private Code[] All(IEnumerable<Tree> trees) => [.. trees.Select(Compile)];

    // What is made of literals alone is a literal itself, as long as nothing about it is wrong.
    private static Code Folded(Code code, IEnumerable<Tree> parts)
    {
        if (!parts.All(IsConstant)) return code;
        var evaluator = new Evaluator();
        var value = code.Run(evaluator);
        return evaluator.Diagnostics.Count == 0 ? new ConstantCode(value) : code;
    }

    private static bool IsConstant(Tree tree) => tree switch
    {
        LiteralTree or AtLiteralTree => true,
        NegateTree or ListTree or RangeTree or OneEndTree => tree.Children.All(IsConstant),
        CallTree { Function: NameTree function } => Constructors.Contains(function.Name) && tree.Children.Skip(1).All(IsConstant),
        _ => false,
    };

    private Code Compile(ContextTree context)
    {
        var keys = context.Entries.Select(entry => entry.Key).ToArray();
        if (keys.GroupBy(key => key).FirstOrDefault(group => group.Count() > 1) is { } twice) return new FailingCode("feel.duplicate-key", context.Position, twice.Key);
        var slots = keys.Select(_ => _frame.NewSlot()).ToArray();
        var before = _frame.Bindings.Count;
        var values = new Code[keys.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            values[i] = Compile(context.Entries[i].Value);
            _frame.Bindings.Add(new(keys[i], slots[i]));
        }

        Release(before);
        return new ContextCode(keys, values, slots.FirstOrDefault());
    }

    private FilterCode Compile(FilterTree filter)
    {
        var target = Compile(filter.Target);
        var slot = _frame.NewSlot();
        var before = _frame.Bindings.Count;
        _frame.Bindings.Add(new("item", slot, IsFilterItem: true));
        var condition = Compile(filter.Filter);
        Release(before);
        return new FilterCode(target, condition, slot, filter.Position);
    }

    private Code Compile(CallTree call)
    {
        var arguments = All(call.Arguments);
        var names = call.Names?.ToArray();
        if (call.Function is not NameTree { Name: var name } || Bound(name) is not null || BuiltIns.Find(name) is not { } builtIn) return new CallCode(Compile(call.Function), arguments, names, call.Position);

        var mayBeVariable = known.Contains(name);
        if (mayBeVariable) Free(name);
        if (name == "is defined" && arguments.Length == 1) return new IsDefinedCode(arguments[0]);
        if (name == "get or else" && arguments.Length > 0) arguments[0] = new QuietCode(arguments[0]);
        var code = new BuiltInCallCode(name, builtIn, mayBeVariable, arguments, names, call.Position);
        return !mayBeVariable && Constructors.Contains(name) ? Folded(code, call.Arguments) : code;
    }

    private Code Compile(OperatorTree tree)
    {
        if (tree is { Operator: Operator.Add, Left: OperatorTree { Operator: Operator.Add } inner })
        {
            var outermost = inner.Left as OperatorTree is { Operator: Operator.Add } third && third.Left is not OperatorTree { Operator: Operator.Add } ? third : null;
            if (outermost is not null) return new SumCode([Compile(outermost.Left), Compile(outermost.Right), Compile(inner.Right), Compile(tree.Right)], [outermost.Position, inner.Position, tree.Position]);
            if (inner.Left is not OperatorTree { Operator: Operator.Add }) return new SumCode([Compile(inner.Left), Compile(inner.Right), Compile(tree.Right)], [inner.Position, tree.Position]);
        }

        var (left, right) = (Compile(tree.Left), Compile(tree.Right));
        return tree.Operator switch
        {
            Operator.Or => new OrCode(left, right, tree.Position),
            Operator.And => new AndCode(left, right, tree.Position),
            Operator.Add => new AddCode(left, right, tree.Position),
            Operator.Subtract => new SubtractCode(left, right, tree.Position),
            Operator.Multiply => new MultiplyCode(left, right, tree.Position),
            _ => new OperatorCode(tree.Operator, left, right, tree.Position),
        };
    }

    private InCode Compile(InTree tree)
    {
        var value = Compile(tree.Value);
        var before = _frame.Bindings.Count;
        var slot = _frame.NewSlot();
        _frame.Bindings.Add(new("?", slot));
        var tests = Compile(tree.Tests);
        Release(before);
        return new InCode(value, tests, slot);
    }

    private Code Compile(InstanceOfTree tree) =>
        Resolve(tree.Type, types) is { } type ? new InstanceOfCode(Compile(tree.Value), type) : new FailingCode("feel.unknown-type", tree.Position, Printer.Print(tree.Type));

    private ForCode Compile(ForTree tree)
    {
        var before = _frame.Bindings.Count;
        var iterators = Iterators(tree.Iterators, tree.Position);
        int? partial = tree.Body.Mentions("partial") ? _frame.NewSlot() : null;
        if (partial is { } slot) _frame.Bindings.Add(new("partial", slot));
        var body = Compile(tree.Body);
        Release(before);
        return new ForCode(iterators, body, partial);
    }

    private QuantifiedCode Compile(QuantifiedTree tree)
    {
        var before = _frame.Bindings.Count;
        var iterators = Iterators(tree.Iterators, tree.Position);
        var condition = Compile(tree.Condition);
        Release(before);
        return new QuantifiedCode(tree.Some, iterators, condition, tree.Condition.Position);
    }

    private Iterator[] Iterators(Trees<IteratorTree> trees, int position)
    {
        var iterators = new Iterator[trees.Count];
        for (var i = 0; i < iterators.Length; i++)
        {
            var (source, to) = (Compile(trees[i].Source), trees[i].To is { } end ? Compile(end) : null);
            iterators[i] = new(_frame.NewSlot(), source, to, position);
            _frame.Bindings.Add(new(trees[i].Name, iterators[i].Slot));
        }

        return iterators;
    }

    private Code Compile(FunctionTree tree)
    {
        var parameters = tree.Parameters.Select(parameter => new FeelParameter(parameter.Name, parameter.Type is null ? FeelType.Any : Resolve(parameter.Type, types) ?? FeelType.Any)).ToArray();
        if (tree.IsExternal) return new ExternalFunctionCode(parameters, CompileMapping(tree.Body), tree.Position);
        var outer = _frame;
        _frame = new Frame(outer);
        foreach (var parameter in parameters) _frame.Bindings.Add(new(parameter.Name, _frame.NewSlot()));
        var body = Compile(tree.Body);
        var code = new FunctionCode(parameters, Gives(tree.Body, parameters, types), body, _frame.Size, [.. _frame.Captures]);
        _frame = outer;
        return code;
    }

    /// <summary>The type of a function's results, where its body and the types of its parameters tell it.</summary>
    public static FeelType? Gives(Tree body, IEnumerable<FeelParameter> parameters, Func<string, FeelType?> types) =>
        new ResultTypes(type => Resolve(type, types)).Of(body, ImmutableDictionary<string, FeelType?>.Empty.SetItems(parameters.Select(parameter => KeyValuePair.Create(parameter.Name, (FeelType?)parameter.Type))));

    // In {java: {class: "…", method signature: "…"}} nothing is computed.
    private static ConstantCode CompileMapping(Tree mapping)
    {
        var evaluator = new Evaluator();
        var compiler = new Compiler(new HashSet<string>(), _ => null);
        var code = compiler.Compile(mapping);
        evaluator.Begin(FeelContext.Empty, FeelEnvironment.Default, compiler.FrameSize);
        return new(code.Run(evaluator));
    }

    private void Release(int count) => _frame.Bindings.RemoveRange(count, _frame.Bindings.Count - count);

    private Code Resolve(string name, int position)
    {
        List<int>? items = null;
        for (var frame = _frame; frame is not null; frame = frame.Outer)
        {
            for (var i = frame.Bindings.Count - 1; i >= 0; i--)
            {
                var binding = frame.Bindings[i];
                if (binding.IsFilterItem && name != "?") (items ??= []).Add(_frame.SlotOf(frame, binding));
                if (binding.Name == name) return WithEntries(items, name, new SlotCode(_frame.SlotOf(frame, binding)));
            }
        }

        if (items is null && _outsideFilters.Add(name)) EntryNames.Remove(name);
        if (items is not null && !_outsideFilters.Contains(name)) EntryNames.Add(name);
        return WithEntries(items, name, new VariableCode(Free(name), BuiltIns.Find(name), position));
    }

    private static Code WithEntries(List<int>? items, string name, Code outside) => items is null ? outside : new EntryCode([.. items], name, outside);

    private Binding? Bound(string name)
    {
        for (var frame = _frame; frame is not null; frame = frame.Outer)
        {
            if (frame.Bindings.FindLast(binding => binding.Name == name) is { } binding) return binding;
        }

        return null;
    }

    private string Free(string name)
    {
        if (name != "?") FreeNames.Add(name);
        return name;
    }
}
