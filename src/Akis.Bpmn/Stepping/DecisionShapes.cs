using Akis.Bpmn.Graph;
using Akis.Dmn;
using Akis.Feel;

namespace Akis.Bpmn.Stepping;

/// <summary>The shapes in which Camunda 7's <c>mapDecisionResult</c> gives a decision's result.</summary>
internal static class DecisionShapes
{
    public static FeelValue Apply(DecisionShape shape, DecisionResult result)
    {
        if (shape == DecisionShape.AsItIs) return result.Value;
        var rules = result.Value.AsList() is { } list ? list.ToList() : result.Value.IsNull ? [] : [result.Value];
        return shape switch
        {
            DecisionShape.SingleEntry => Entry(rules.FirstOrDefault()),
            DecisionShape.SingleResult => rules.Count == 0 ? FeelValue.Null : Named(rules[0]),
            DecisionShape.CollectEntries => FeelValue.Of(FeelList.Of(rules.Select(Entry))),
            _ => FeelValue.Of(FeelList.Of(rules.Select(Named))),
        };

        // FEEL gives the only output of a table bare; Camunda 7 gives it under its name.
        FeelValue Named(FeelValue rule) => rule.AsContext() is null && result.OutputName is { } name ? FeelValue.Of(FeelContext.Of((name, rule))) : rule;
        FeelValue Entry(FeelValue rule) => rule.AsContext() is { Count: 1 } outputs ? outputs.Values.First() : rule;
    }
}
