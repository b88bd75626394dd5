using Akis.Engine.Database;
using Akis.Feel;

namespace Akis.Engine.Runtime;

/// <summary>
/// A question that a model's expressions may put to another module (<see cref="Bpmn.Expressions.OrganisationNames"/>). It is answered while a step runs, from rows as the
/// step's transaction sees them, and only what came of it is kept: history never asks again.
/// </summary>
/// <param name="Name">As expressions write it.</param>
/// <param name="Answer">The answer to one text: a user name, a code, a record's key; null where there is none.</param>
public sealed record HostFunction(string Name, Func<WriteSession, string, FeelValue> Answer)
{
    /// <summary>The environment with these questions, answered in a session.</summary>
    internal static FeelEnvironment In(FeelEnvironment feel, IReadOnlyList<HostFunction> functions, WriteSession session) => functions.Count == 0 ? feel : feel with
    {
        Functions = functions.ToDictionary(function => function.Name, function => FeelFunction.Of(function.Name, [new("of", FeelType.Any)], FeelType.Any, (arguments, _) =>
            arguments[0].AsString() is { Length: > 0 } asked ? function.Answer(session, asked) : FeelValue.Null)),
    };
}
