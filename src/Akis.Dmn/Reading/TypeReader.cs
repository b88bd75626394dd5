using System.Xml.Linq;
using Akis.Feel;

namespace Akis.Dmn.Reading;

/// <summary>Item definitions as FEEL types (DMN 1.5 §7.3.3); they may refer to each other and to themselves.</summary>
internal sealed class TypeReader(DmnModel model, List<DmnFinding> findings)
{
    private readonly Dictionary<string, FeelType> _types = [];

    /// <summary>Names of components: behind a dot and in filters they may have spaces.</summary>
    public HashSet<string> ComponentNames { get; } = [];

    public void Read(XElement definitions)
    {
        model.Types = _types;
        foreach (var definition in definitions.Children("itemDefinition"))
        {
            var name = definition.DisplayName();
            var lazy = new Lazy<FeelType>(() => Definition(definition), LazyThreadSafetyMode.PublicationOnly);
            _types[name] = new FeelType.NamedType(name, () => lazy.Value);
            foreach (var component in definition.Descendants().Where(element => element.Name.LocalName == "itemComponent" && element.IsDmn())) ComponentNames.Add(component.DisplayName());
        }

        // Every definition is read now, so that what is wrong with it is found.
        foreach (var type in _types.Values.OfType<FeelType.NamedType>()) _ = type.Target;
    }

    /// <summary>The type of this name: an item definition here or in an import, or a built-in one; null where there is none.</summary>
    public FeelType? Find(string name) => model.TypeOf(name);

    /// <summary>The type that an element declares by <c>typeRef</c>; null where it declares none, or an unknown one, which is a finding.</summary>
    public FeelType? Declared(XElement? element)
    {
        if (element?.TypeName() is not { Length: > 0 } name) return null;
        // DMN 1.1 wrote qualified names: feel:number, tns:tPerson.
        var local = name.Contains(':', StringComparison.Ordinal) && !name.Contains('<', StringComparison.Ordinal) ? name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..] : name;
        if (local.StartsWith("feel.", StringComparison.Ordinal)) local = local["feel.".Length..];
        if (Find(name) is { } own) return own;
        if (FeelExpression.ParseType(local, new([], Find)) is { } known) return known;
        findings.Add(DmnTexts.Finding(element.Line(), "dmn.unknown-type", name));
        return null;
    }

    private FeelType Definition(XElement element)
    {
        FeelType type;
        if (element.Child("functionItem") is { } function)
        {
            type = new FeelType.FunctionType([.. function.Children("parameters").Select(parameter => Declared(parameter) ?? FeelType.Any)], OfName(function, function.Text("outputTypeRef")) ?? FeelType.Any);
        }
        else
        {
            var components = element.Children("itemComponent").ToList();
            type = components.Count > 0
                ? new FeelType.ContextType([.. components.Select(component => (component.DisplayName(), Definition(component)))])
                : Declared(element) ?? FeelType.Any;
        }

        type = Constrained(type, element.Child("allowedValues"));
        if (element.Text("isCollection") == "true") type = new FeelType.ListType(type);
        return Constrained(type, element.Child("typeConstraint"));
    }

    private FeelType? OfName(XElement element, string? name) => name is null ? null : Declared(new XElement(element.Name, new XAttribute("typeRef", name)));

    private FeelType Constrained(FeelType type, XElement? constraint)
    {
        if (constraint is null || constraint.Source().Length == 0) return type;
        var tests = FeelExpression.ParseUnaryTests(constraint.Source(), new FeelNames([], Find));
        foreach (var error in tests.Errors) findings.Add(new(constraint.Line(), "dmn.expression", $"'{tests.Text}': {error.Tr}", $"'{tests.Text}': {error.En}"));
        return tests.IsValid ? new FeelType.ConstrainedType(type, tests) : type;
    }
}
