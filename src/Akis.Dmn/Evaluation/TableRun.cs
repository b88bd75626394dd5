using Akis.Feel;
using Akis.Feel.Evaluation;

namespace Akis.Dmn.Evaluation;

/// <summary>Evaluates a decision table: its inputs once, then the tests of its rules, then the outputs of those that its policy picks.</summary>
internal sealed class TableRun(Run run, DrgElement owner)
{
    public FeelValue Evaluate(TableLogic table, IFeelScope scope)
    {
        var evaluator = Evaluator.Rent();
        evaluator.Begin(scope, run.Environment, table.Plan.FrameSize);
        var values = new FeelValue[table.Inputs.Count];
        List<int> matched = [];
        FeelValue[] outputs = [];
        FeelValue result = default;
        try
        {
            if (ReadInputs(table, values, evaluator))
            {
                matched = Matching(table, values, evaluator);
                outputs = new FeelValue[matched.Count];
                result = HitPolicies.Combine(table, matched, place => outputs[place] = Output(table, table.Rules[matched[place]], evaluator), expression => expression.RunIn(evaluator), run.Fail);
            }
        }
        catch (LimitReached limit)
        {
            evaluator.Report(limit.Diagnostic);
        }

        run.Report(evaluator.Diagnostics);
        evaluator.Return();
        run.Trace.Add(Trace(table, values, matched, outputs, result));
        return result;
    }

    private DecisionTrace Trace(TableLogic table, FeelValue[] values, List<int> matched, FeelValue[] outputs, FeelValue result)
    {
        var inputs = new (string, FeelValue)[values.Length];
        for (var i = 0; i < inputs.Length; i++) inputs[i] = (table.Inputs[i].Label, values[i]);
        var rules = new int[matched.Count];
        for (var i = 0; i < rules.Length; i++) rules[i] = matched[i] + 1;
        return new(owner.Id, inputs, rules, result) { RuleOutputs = outputs };
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

    // Why a test that does not hold could not be decided is nobody's concern: only what is true counts.
    private static List<int> Matching(TableLogic table, FeelValue[] values, Evaluator evaluator)
    {
        var plan = table.Plan;
        Span<Verdict> verdicts = plan.Tests.Length <= 512 ? stackalloc Verdict[plan.Tests.Length] : new Verdict[plan.Tests.Length];
        verdicts.Clear();
        var matched = new List<int>();
        for (var rule = 0; rule < plan.TestOf.Length; rule++)
        {
            var holds = true;
            foreach (var number in plan.TestOf[rule])
            {
                if (verdicts[number] == Verdict.Unknown)
                {
                    var (test, input) = plan.Tests[number];
                    verdicts[number] = evaluator.Quietly(test, values[input]).IsTrue ? Verdict.Holds : Verdict.Fails;
                }

                holds = verdicts[number] == Verdict.Holds;
                if (!holds) break;
            }

            if (!holds) continue;
            matched.Add(rule);
            if (table.Policy == HitPolicy.First) break;
        }

        return matched;
    }

    private enum Verdict : byte
    {
        Unknown,
        Holds,
        Fails,
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
