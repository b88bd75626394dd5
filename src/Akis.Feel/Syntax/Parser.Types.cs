namespace Akis.Feel.Syntax;

/// <summary>Types (DMN 1.5 grammar rule 66): <c>number</c>, <c>list&lt;number&gt;</c>, <c>context&lt;a: string&gt;</c>, <c>function&lt;number&gt; -&gt; string</c>, names of item definitions.</summary>
internal sealed partial class Parser
{
    /// <summary>A type alone, as attributes of models give it.</summary>
    public TypeTree WholeType()
    {
        var type = Type();
        ExpectEnd();
        return type;
    }

    private TypeTree Type()
    {
        Guard();
        var name = TypeName();
        TypeTree type = new NamedTypeTree(name);
        if (name is "list" or "range" or "context" or "function" && Sign("<"))
        {
            type = name switch
            {
                "list" => new ListTypeTree(Type()),
                "range" => new RangeTypeTree(Type()),
                "context" => new ContextTypeTree(EntryTypes()),
                _ => new FunctionTypeTree(ParameterTypes(), new NamedTypeTree("Any")),
            };
            Expect(">");
            if (type is FunctionTypeTree function)
            {
                Expect("->");
                type = function with { Result = Type() };
            }
        }

        _depth--;
        return type;
    }

    private Trees<(string, TypeTree)> EntryTypes()
    {
        var entries = new List<(string, TypeTree)>();
        do
        {
            var name = DefinedName(":,>\n");
            Expect(":");
            entries.Add((name, Type()));
        }
        while (Sign(","));
        return new(entries);
    }

    private Trees<TypeTree> ParameterTypes()
    {
        var types = new List<TypeTree>();
        if (Peek(">")) return new(types);
        do types.Add(Type());
        while (Sign(","));
        return new(types);
    }

    // The built-in names with spaces first; otherwise a qualified name up to a keyword or sign.
    private string TypeName()
    {
        Blank();
        foreach (var builtIn in BuiltInTypes)
        {
            var at = _at;
            if (builtIn.Split(' ').All(Word)) return builtIn;
            _at = at;
        }

        if (Word("function")) return "function";
        var start = _at;
        var end = _at;
        while (true)
        {
            Blank();
            var word = _at;
            while (_at < _text.Length && (Names.IsPart(_text[_at]) || _text[_at] is '\'' || (_text[_at] is '.' or '-' or '/' && _at + 1 < _text.Length && Names.IsStart(_text[_at + 1])))) _at++;
            if (_at == word || Names.Keywords.Contains(_text[word.._at])) break;
            end = _at;
        }

        _at = end;
        if (end == start) throw Error("expected.type");
        return Names.Normal(_text.AsSpan(start, end - start));
    }

    private static readonly string[] BuiltInTypes = ["date and time", "days and time duration", "years and months duration", "day time duration", "year month duration"];
}
