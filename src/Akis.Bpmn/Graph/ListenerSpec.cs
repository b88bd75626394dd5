using Akis.Bpmn.Expressions;

namespace Akis.Bpmn.Graph;

/// <summary>When a job of a listener, or a job that only goes on, is done.</summary>
public enum ListenerMoment : byte
{
    /// <summary>Before anything of the element: a commit, and a job that goes on (<c>asyncBefore</c>).</summary>
    Before,

    /// <summary>Before the element's own work, when its inputs are mapped.</summary>
    Start,

    /// <summary>After the element's own work, when its outputs are mapped.</summary>
    End,

    /// <summary>After everything of the element, before its flows are taken (<c>asyncAfter</c>).</summary>
    After,

    /// <summary>Before a user task is offered to anybody.</summary>
    Creating,

    /// <summary>Before somebody is given a user task, or gives it back.</summary>
    Assigning,

    /// <summary>Before dates or priority of a user task are changed.</summary>
    Updating,

    /// <summary>Before a user task counts as done.</summary>
    Completing,
}

/// <summary>A job that is done around an element's own work; the element waits for it.</summary>
public sealed record ListenerSpec(ListenerMoment Moment, Expression Type, Expression Retries, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>Type of the jobs that only separate what was done from what comes; the engine does them itself.</summary>
    public const string Continue = "akis:continue";
}
