using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Akis.Browser.Tests.Walks;

/// <summary>A process from its start to its end, as the persons concerned go through it: a file beside this one.</summary>
public sealed class Walk
{
    /// <summary>Folder of the process.</summary>
    public string Process { get; set; } = "";

    /// <summary>What happens, in a sentence.</summary>
    public string Name { get; set; } = "";

    /// <summary>When the program's clock starts.</summary>
    public string Clock { get; set; } = "";

    /// <summary>Who starts it with which answers; null where it starts by itself.</summary>
    public WalkStep? Start { get; set; }

    public List<WalkStep> Steps { get; set; } = [];

    public WalkEnd Expect { get; set; } = new();

    /// <summary>The code without its series: <c>33</c>.</summary>
    [YamlIgnore] public string Code => Process.Split('-')[3];

    public override string ToString() => $"{Process}: {Name}";

    /// <summary>The walks, in the order of their codes.</summary>
    public static IReadOnlyList<Walk> All { get; } = [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Walks"), "*.walk.yaml").Order(StringComparer.Ordinal).Select(Read)];

    private static Walk Read(string file) =>
        new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<Walk>(File.ReadAllText(file));
}

/// <summary>A person does a task, or time passes.</summary>
public sealed class WalkStep
{
    /// <summary>Account name.</summary>
    public string Who { get; set; } = "";

    /// <summary>Name of the task; empty for the start.</summary>
    public string Task { get; set; } = "";

    /// <summary>Answers by the field's key or label: a text, a number, <c>true</c>, a list for several choices, a list of rows.</summary>
    public Dictionary<string, object?> Fill { get; set; } = [];

    /// <summary>How many tasks of that name the person does, one after the other.</summary>
    public int Times { get; set; } = 1;

    /// <summary>What is pressed; empty for the button that sends the form.</summary>
    public string Button { get; set; } = "";

    /// <summary>The program is stopped and started again at this instant, instead of a task.</summary>
    [YamlMember(Alias = "wait until")] public string WaitUntil { get; set; } = "";

    public override string ToString() => WaitUntil.Length > 0 ? $"wait until {WaitUntil}" : $"{Who}: {(Task.Length > 0 ? Task : "start")}";
}

/// <summary>What must be so when all steps are done.</summary>
public sealed class WalkEnd
{
    /// <summary>Name of the end event, as the request's page says it.</summary>
    public string Ends { get; set; } = "";

    /// <summary>Titles of the documents that the request's page lists.</summary>
    public List<string> Documents { get; set; } = [];

    public List<WalkRecord> Records { get; set; } = [];
}

/// <summary>A record that the registry's page shows to somebody.</summary>
public sealed class WalkRecord
{
    public string Who { get; set; } = "";

    /// <summary>The kind's code.</summary>
    public string Type { get; set; } = "";

    /// <summary>What is searched for.</summary>
    public string Words { get; set; } = "";

    /// <summary>What the record's row shows.</summary>
    public List<string> Shows { get; set; } = [];
}
