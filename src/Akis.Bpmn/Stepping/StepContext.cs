using Akis.Bpmn.Graph;
using Akis.Dmn;
using Akis.Feel;

namespace Akis.Bpmn.Stepping;

/// <summary>Gives keys: unique 64-bit numbers.</summary>
public interface IKeySource
{
    /// <summary>A number that was never given before.</summary>
    long Next();
}

/// <summary>Evaluates deployed decisions; null where there is no decision of that id.</summary>
public interface IDecisionSource
{
    /// <summary>Evaluates the version of a decision that a task means.</summary>
    DecisionResult? Evaluate(string decisionId, DecisionSpec asked, IFeelScope variables, FeelEnvironment environment);

    /// <summary>Key of the version that is evaluated, for the history; null where versions have none.</summary>
    long? KeyOf(string decisionId, DecisionSpec asked) => null;
}

/// <summary>Everything from outside that a step may use.</summary>
public sealed record StepContext(DateTimeOffset Now, IKeySource Keys, FeelEnvironment Feel, IDecisionSource Decisions);

/// <summary>Why a command was refused; nothing has changed.</summary>
public sealed record StepRejection(string Code, string Tr, string En);

/// <summary>The outcome of a command: the state after it and what happened, or a rejection.</summary>
public sealed record Transition(InstanceState State, IReadOnlyList<HistoryEvent> Events, StepRejection? Rejection = null);
