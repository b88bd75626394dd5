using Akis.Bpmn.Graph;
using Akis.Feel;

namespace Akis.Bpmn.Stepping;

/// <summary>BPMN errors that the model reads out of a job's answer (Camunda 7's <c>errorEventDefinition</c> of an external task).</summary>
internal static class JobErrors
{
    /// <summary>Throws the first error whose condition holds; false where none does.</summary>
    public static bool Throw(Step step, ElementState element, string? message, int? retries)
    {
        if (element.Listening is not null || step.Node(element).Job is not { Errors.Count: > 0 } job) return false;
        var answer = FeelContext.Of(("errorMessage", FeelValue.Of(message)), ("errorDetails", FeelValue.Of(message)), ("retries", retries is { } left ? FeelValue.Of((long)left) : default));
        var scope = new Overlay(FeelContext.Of(("externalTask", FeelValue.Of(answer))), step.Variables(element));
        if (job.Errors.FirstOrDefault(error => error.Condition.Evaluate(scope, step.Context.Feel).Value.IsTrue) is not { } meant) return false;
        Scopes.Throw(step, element, meant.Code, message, FeelContext.Empty);
        return true;
    }
}

/// <summary>Names that hide those of a scope.</summary>
internal sealed class Overlay(FeelContext names, IFeelScope scope) : IFeelScope
{
    public bool TryGet(string name, out FeelValue value) => names.TryGet(name, out value) || scope.TryGet(name, out value);
}
