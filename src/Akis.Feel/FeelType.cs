namespace Akis.Feel;

/// <summary>A FEEL type (DMN 1.5 §10.3.2.9): what <c>instance of</c> asks and what values are coerced to at typed boundaries.</summary>
public abstract record FeelType
{
    /// <summary>Every value.</summary>
    public static FeelType Any { get; } = new AnyType();

    /// <summary>Null alone.</summary>
    public static FeelType Null { get; } = new KindType(FeelKind.Null);

    /// <summary>Whether a value other than null is of this type; null is an instance of nothing but <see cref="Null"/>.</summary>
    public abstract bool Accepts(FeelValue value);

    /// <summary>Whether every value of this type is one of the other too (table 49 of the standard: subtypes).</summary>
    public virtual bool ConformsTo(FeelType other) => other is AnyType || Resolved(other) == Resolved(this);

    /// <summary>
    /// The value as this type takes it: itself where it conforms, the element of a list of one where a single value is asked for,
    /// the list of one where a list is (§10.3.2.9.4); null where it cannot be taken. A null value stays null.
    /// </summary>
    public FeelValue? Coerce(FeelValue value)
    {
        if (value.IsNull || Accepts(value)) return value;
        if (value.AsList() is { Count: 1 } list && Accepts(list[0])) return list[0];
        if (value.Kind != FeelKind.List && FeelValue.Of(FeelList.Of(value)) is var wrapped && Accepts(wrapped)) return wrapped;
        // A date is taken for a date and time as its midnight in UTC.
        if (value.Kind == FeelKind.Date && Resolved(this) is KindType { Kind: FeelKind.DateTime }) return FeelValue.Of(new Temporal.FeelDateTime(value.Day, 0, Temporal.FeelPlace.Utc));
        return null;
    }

    /// <summary>The built-in type of this name, or null.</summary>
    public static FeelType? BuiltIn(string name) => name switch
    {
        "Any" => Any,
        "Null" => Null,
        "number" => new KindType(FeelKind.Number),
        "string" => new KindType(FeelKind.String),
        "boolean" => new KindType(FeelKind.Boolean),
        "date" => new KindType(FeelKind.Date),
        "time" => new KindType(FeelKind.Time),
        "date and time" or "dateTime" => new KindType(FeelKind.DateTime),
        "days and time duration" or "dayTimeDuration" or "day time duration" => new KindType(FeelKind.DaysDuration),
        "years and months duration" or "yearMonthDuration" or "year month duration" => new KindType(FeelKind.YearsDuration),
        "list" => new ListType(Any),
        "context" => new ContextType([]),
        "range" => new RangeType(Any),
        "function" => new KindType(FeelKind.Function),
        _ => null,
    };

    internal static FeelType Resolved(FeelType type)
    {
        while (type is NamedType named) type = named.Target;
        return type;
    }

    /// <summary>Null fits every place inside a list or a context.</summary>
    internal bool Fits(FeelValue value) => value.IsNull || Accepts(value);

    internal sealed record AnyType : FeelType
    {
        public override bool Accepts(FeelValue value) => !value.IsNull;

        public override string ToString() => "Any";
    }

    internal sealed record KindType(FeelKind Kind) : FeelType
    {
        public override bool Accepts(FeelValue value) => value.Kind == Kind;

        public override bool ConformsTo(FeelType other) => Kind == FeelKind.Null || base.ConformsTo(other);

        public override string ToString() => FeelDiagnostic.Word("kind." + Kind, System.Globalization.CultureInfo.InvariantCulture);
    }

    internal sealed record ListType(FeelType Item) : FeelType
    {
        public override bool Accepts(FeelValue value) => value.AsList() is { } list && (Item is AnyType || list.All(Item.Fits));

        public override bool ConformsTo(FeelType other) => other is AnyType || (Resolved(other) is ListType list && Item.ConformsTo(list.Item));

        public override string ToString() => $"list<{Item}>";
    }

    internal sealed record RangeType(FeelType End) : FeelType
    {
        public override bool Accepts(FeelValue value) => value.AsRange() is { } range && End.Fits(range.From) && End.Fits(range.To);

        public override bool ConformsTo(FeelType other) => other is AnyType || (Resolved(other) is RangeType range && End.ConformsTo(range.End));

        public override string ToString() => $"range<{End}>";
    }

    /// <summary>At least these entries, each of its type.</summary>
    internal sealed record ContextType(IReadOnlyList<(string Name, FeelType Type)> Entries) : FeelType
    {
        public override bool Accepts(FeelValue value) => value.AsContext() is { } context && Entries.All(entry => context.TryGet(entry.Name, out var own) && entry.Type.Fits(own));

        public override bool ConformsTo(FeelType other) => other is AnyType
            || (Resolved(other) is ContextType context && context.Entries.All(wanted => Entries.Any(own => own.Name == wanted.Name && own.Type.ConformsTo(wanted.Type))));

        public override string ToString() => $"context<{string.Join(", ", Entries.Select(entry => $"{entry.Name}: {entry.Type}"))}>";
    }

    internal sealed record FunctionType(IReadOnlyList<FeelType> Parameters, FeelType Result) : FeelType
    {
        public override bool Accepts(FeelValue value) => value.AsFunction() is { } function && function.Fits(this);

        // A function may take more and give less than is asked (table 50 of the standard).
        public override bool ConformsTo(FeelType other) => other is AnyType
            || (Resolved(other) is FunctionType function && function.Parameters.Count == Parameters.Count
                && Parameters.Zip(function.Parameters).All(pair => pair.Second.ConformsTo(pair.First)) && Result.ConformsTo(function.Result));

        public override string ToString() => $"function<{string.Join(", ", Parameters)}>->{Result}";
    }

    /// <summary>What a parameter of a built-in function takes: a value of any of these types.</summary>
    internal sealed record UnionType(IReadOnlyList<FeelType> Types) : FeelType
    {
        public override bool Accepts(FeelValue value) => Types.Any(type => type.Accepts(value));

        public override string ToString() => string.Join(" | ", Types);
    }

    /// <summary>A type that is defined elsewhere under a name, perhaps by means of itself.</summary>
    internal sealed record NamedType(string Name, Func<FeelType> Find) : FeelType
    {
        public FeelType Target => field ??= Founded(Find());

        public override bool Accepts(FeelValue value) => Target.Accepts(value);

        // A type that is nothing but itself, under whatever names and tests, says nothing about its values.
        private FeelType Founded(FeelType found)
        {
            var names = new HashSet<string> { Name };
            for (var at = found; at is NamedType or ConstrainedType; at = at is ConstrainedType constrained ? constrained.Under : ((NamedType)at).Find()) // it is one of the two
            {
                if (at is NamedType named && !names.Add(named.Name)) return Any;
            }

            return found;
        }

        public override bool ConformsTo(FeelType other) => ReferenceEquals(this, other) || Target.ConformsTo(other);

        public bool Equals(NamedType? other) => other is not null && Name == other.Name;

        public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

        public override string ToString() => Name;
    }

    /// <summary>A type whose values must satisfy unary tests besides.</summary>
    internal sealed record ConstrainedType(FeelType Under, FeelExpression Tests) : FeelType
    {
        public override bool Accepts(FeelValue value) => Under.Accepts(value) && Tests.EvaluateUnaryTests(value, FeelContext.Empty, FeelEnvironment.Default).Value.IsTrue;

        public override bool ConformsTo(FeelType other) => Under.ConformsTo(other);

        public override string ToString() => $"{Under} ({Tests.Text})";
    }
}
