using Akis.Feel;

namespace Akis.Dmn;

/// <summary>Something of a requirements graph that others refer to by id or by its variable.</summary>
public abstract class DrgElement
{
    internal DrgElement(DmnModel model, string id, string name, string variable) => (Model, Id, Name, Variable) = (model, id, name, variable);

    /// <summary>Id in the file; what <c>zeebe:calledDecision</c> names.</summary>
    public string Id { get; }

    /// <summary>Name for people.</summary>
    public string Name { get; }

    /// <summary>Under which name expressions read it.</summary>
    public string Variable { get; }

    /// <summary>The type that its value is coerced to; null where none is declared.</summary>
    public FeelType? Type { get; internal set; }

    /// <summary>The model in which it is defined; imported elements have another than those that refer to them.</summary>
    public DmnModel Model { get; }

    /// <summary>What its logic reads: the elements that it requires, by the name under which they are read; those of an import under its name.</summary>
    internal Dictionary<string, IReadOnlyList<DrgElement>> Scope { get; } = [];
}

/// <summary>What comes from outside.</summary>
public sealed class InputData : DrgElement
{
    internal InputData(DmnModel model, string id, string name, string variable)
        : base(model, id, name, variable)
    {
    }
}

/// <summary>A decision: its logic and the decisions whose results it reads.</summary>
public sealed class Decision : DrgElement
{
    internal Decision(DmnModel model, string id, string name, string variable)
        : base(model, id, name, variable)
    {
    }

    /// <summary>Ids of required decisions.</summary>
    public IReadOnlyList<string> Requires { get; internal set; } = [];

    /// <summary>The version tag that Camunda's modelers give it; null for none.</summary>
    public string? VersionTag { get; internal set; }

    /// <summary>What it decides by.</summary>
    public DecisionLogic Logic { get; internal set; } = new UnsupportedLogic("dmn.no-logic");
}

/// <summary>A business knowledge model: a function that decisions share (DMN 1.5 §6.3.9).</summary>
public sealed class BusinessKnowledgeModel : DrgElement
{
    internal BusinessKnowledgeModel(DmnModel model, string id, string name, string variable)
        : base(model, id, name, variable)
    {
    }

    /// <summary>The function; null where the model has none.</summary>
    public DecisionLogic? Function { get; internal set; }

    /// <summary>The type of its result; null where none is declared.</summary>
    public FeelType? Result { get; internal set; }
}

/// <summary>A decision service: decisions of a model as one function (DMN 1.5 §6.3.10). Its parameters are its input data, then its input decisions (DMN TCK 0085).</summary>
public sealed class DecisionService : DrgElement
{
    internal DecisionService(DmnModel model, string id, string name, string variable)
        : base(model, id, name, variable)
    {
    }

    /// <summary>What it decides: one decision gives its value, several a context of theirs.</summary>
    public IReadOnlyList<Decision> Outputs { get; internal set; } = [];

    /// <summary>Input data and input decisions, whose values are given.</summary>
    public IReadOnlyList<DrgElement> Inputs { get; internal set; } = [];

    /// <summary>The type of its result; null where none is declared.</summary>
    public FeelType? Result { get; internal set; }
}

/// <summary>Why a file is no usable DMN model.</summary>
public sealed record DmnFinding(int Line, string Code, string Tr, string En);

/// <summary>A decision model (DMN 1.1 to 1.5) ready to be evaluated.</summary>
public sealed class DmnModel
{
    internal DmnModel(string id, string name, string @namespace) => (Id, Name, Namespace) = (id, name, @namespace);

    /// <summary>Id of the definitions.</summary>
    public string Id { get; }

    /// <summary>Name of the definitions.</summary>
    public string Name { get; }

    /// <summary>By which other models import it.</summary>
    public string Namespace { get; }

    /// <summary>Its decisions in the order of the file.</summary>
    public IReadOnlyList<Decision> Decisions { get; internal set; } = [];

    /// <summary>What it takes from outside.</summary>
    public IReadOnlyList<InputData> InputData { get; internal set; } = [];

    /// <summary>Its business knowledge models.</summary>
    public IReadOnlyList<BusinessKnowledgeModel> KnowledgeModels { get; internal set; } = [];

    /// <summary>Its decision services.</summary>
    public IReadOnlyList<DecisionService> Services { get; internal set; } = [];

    /// <summary>Its item definitions by name.</summary>
    public IReadOnlyDictionary<string, FeelType> Types { get; internal set; } = new Dictionary<string, FeelType>();

    /// <summary>Models that it imports, with the names that it gives them; what comes from one without a name is read as its own.</summary>
    public IReadOnlyList<(string Name, DmnModel Model)> Imports { get; internal set; } = [];

    /// <summary>The type of this name: an item definition here or, under its import's name, in an import; null where there is none.</summary>
    internal FeelType? TypeOf(string name)
    {
        if (Types.TryGetValue(name, out var own)) return own;
        foreach (var (prefix, imported) in Imports)
        {
            if (name.StartsWith(prefix + ".", StringComparison.Ordinal) && imported.Types.TryGetValue(name[(prefix.Length + 1)..], out var type)) return type;
            if (prefix.Length == 0 && imported.Types.TryGetValue(name, out type)) return type;
        }

        return null;
    }

    internal IEnumerable<DrgElement> Elements => [.. InputData, .. Decisions, .. KnowledgeModels, .. Services];

    /// <summary>The decision with this id or name, or null.</summary>
    public Decision? Find(string idOrName)
    {
        foreach (var decision in Decisions) if (decision.Id == idOrName) return decision;
        foreach (var decision in Decisions) if (decision.Name == idOrName) return decision;
        return null;
    }

    /// <summary>Evaluates a decision, a decision service or a business knowledge model, with everything that it requires.</summary>
    /// <param name="idOrName">Which of them; decisions come first.</param>
    /// <param name="inputs">Input data by name; for a service its inputs, for a knowledge model its arguments.</param>
    /// <param name="environment">Clock and limits.</param>
    public DecisionResult Evaluate(string idOrName, IFeelScope inputs, FeelEnvironment environment) => Evaluation.Run.Evaluate(this, idOrName, inputs, environment);
}
