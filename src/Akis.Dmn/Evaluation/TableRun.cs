using Akis.Feel;
using Akis.Feel.Evaluation;

namespace Akis.Dmn.Evaluation;

/// <summary>Evaluates a decision table: its inputs once, then the tests of its rules, then the outputs of those that its policy picks.</summary>
internal sealed class TableRun(Run run, DrgElement owner)
{
    public FeelValue Evaluate(TableLogic table, IFeelScope scope)
    {
        var evaluator = Evaluator.Rent();
        evaluator.Begin(scope, run.Environment, FrameSize(table));
        var values = new FeelValue[table.Inputs.Count];
        List<int> matched = [];
        FeelValue result = default;
        try
        {
            if (ReadInputs(table, values, evaluator))
            {
                matched = Matching(table, values, evaluator);
                result = HitPolicies.Combine(table, matched, rule => Output(table, table.Rules[rule], evaluator), expression => expression.RunIn(evaluator), run.Fail);
            }
        }
        catch (LimitReached limit)
        {
            evaluator.Report(limit.Diagnostic);
        }

        run.Diagnostics.AddRange(evaluator.Diagnostics);
        evaluator.Return();
        run.Trace.Add(new(owner.Id, [.. table.Inputs.Select((input, i) => (input.Label, values[i]))], [.. matched.Select(rule => rule + 1)], result));
        return result;
    }

    private static int FrameSize(TableLogic table)
    {
        var size = 1;
        foreach (var input in table.Inputs) size = Math.Max(size, Math.Max(input.Expression.FrameSize, input.Values?.FrameSize ?? 0));
        foreach (var output in table.Outputs) size = Math.Max(size, output.Default?.FrameSize ?? 0);
        foreach (var rule in table.Rules)
        {
            foreach (var cell in rule.Tests) size = Math.Max(size, cell.FrameSize);
            foreach (var cell in rule.Outputs) size = Math.Max(size, cell.FrameSize);
        }

        return size;
    }

    private bool ReadInputs(TableLogic table, FeelValue[] values, Evaluator evaluator)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var input = table.Inputs[i];
            var value = input.Expression.RunIn(evaluator);
            values[i] = run.Coerced(input.Type, value, input.Label);
            if (values[i].IsNull) continue;
            evaluator.Slot(0) = values[i];
            if (input.Values is null || input.Values.RunIn(evaluator).IsTrue) continue;
            run.Fail("dmn.input-value", input.Label, FeelText.Short(values[i]));
            return false;
        }

        return true;
    }

    private static List<int> Matching(TableLogic table, FeelValue[] values, Evaluator evaluator)
    {
        var matched = new List<int>();
        for (var rule = 0; rule < table.Rules.Count; rule++)
        {
            if (!Matches(table.Rules[rule], values, evaluator)) continue;
            matched.Add(rule);
            if (table.Policy == HitPolicy.First) break;
        }

        return matched;
    }

    // Why a test of a rule that does not match is no condition is nobody's concern: only what is true counts.
    private static bool Matches(TableRule rule, FeelValue[] values, Evaluator evaluator)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (rule.Tests[i].IsAlwaysTrue) continue;
            if (!evaluator.Quietly(rule.Tests[i], values[i]).IsTrue) return false;
        }

        return true;
    }

    private FeelValue Output(TableLogic table, TableRule rule, Evaluator evaluator)
    {
        if (table.Outputs.Count == 1) return run.Coerced(table.Outputs[0].Type, rule.Outputs[0].RunIn(evaluator), owner.Name);
        var names = new string[table.Outputs.Count];
        var values = new FeelValue[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = table.Outputs[i].Name;
            values[i] = run.Coerced(table.Outputs[i].Type, rule.Outputs[i].RunIn(evaluator), names[i]);
        }

        return FeelValue.Of(FeelContext.Of(names.Zip(values)));
    }
}
