using Akis.Feel;

namespace Akis.Dmn;

/// <summary>Evaluates decisions bottom-up along their requirements.</summary>
internal static class Evaluation
{
    public static DecisionResult Run(DmnModel model, string idOrName, IFeelScope inputs, FeelEnvironment environment)
    {
        if (model.Find(idOrName) is not { } decision)
        {
            return new(default, [new("dmn.unknown-decision", $"'{idOrName}' adında bir karar yok.", $"There is no decision '{idOrName}'.", 0)], []);
        }

        var run = new Session(model, inputs, environment);
        var value = run.Decide(decision);
        return new(value, run.Diagnostics, run.Trace);
    }

    private sealed class Session(DmnModel model, IFeelScope inputs, FeelEnvironment environment) : IFeelScope
    {
        private readonly Dictionary<string, FeelValue> _known = [];

        public List<FeelDiagnostic> Diagnostics { get; } = [];

        public List<DecisionTrace> Trace { get; } = [];

        public bool TryGet(string name, out FeelValue value) => _known.TryGetValue(name, out value) || inputs.TryGet(name, out value);

        public FeelValue Decide(Decision decision)
        {
            foreach (var id in decision.Requires)
            {
                if (model.Find(id) is { } required && !_known.ContainsKey(required.Variable)) Decide(required);
            }

            var value = decision.Logic switch
            {
                LiteralLogic literal => Traced(decision, Evaluate(literal.Expression)),
                ContextLogic context => Traced(decision, Evaluate(context)),
                TableLogic table => Evaluate(decision, table),
                _ => Traced(decision, Fail("dmn.unsupported", $"'{decision.Name}' kararının mantığı yürütülemeyen bir türde.", $"The logic of '{decision.Name}' is of a kind that cannot be executed.")),
            };
            return _known[decision.Variable] = value;
        }

        private FeelValue Traced(Decision decision, FeelValue value)
        {
            Trace.Add(new(decision.Id, [], [], value));
            return value;
        }

        private FeelValue Evaluate(FeelExpression expression)
        {
            var result = expression.Evaluate(this, environment);
            Diagnostics.AddRange(result.Diagnostics);
            return result.Value;
        }

        private FeelValue Evaluate(ContextLogic context)
        {
            var values = FeelContext.Empty;
            foreach (var (name, expression) in context.Entries)
            {
                var result = expression.Evaluate(new Inner(values, this), environment);
                Diagnostics.AddRange(result.Diagnostics);
                if (name is null) return result.Value;
                values = values.With(name, result.Value);
            }

            return FeelValue.Of(values);
        }

        private FeelValue Evaluate(Decision decision, TableLogic table)
        {
            var values = table.Inputs.Select(input => Evaluate(input.Expression)).ToArray();
            for (var i = 0; i < values.Length; i++)
            {
                if (table.Inputs[i].Values is { } allowed && !values[i].IsNull && !allowed.EvaluateUnaryTests(values[i], this, environment).Value.IsTrue)
                {
                    return Finish(Fail("dmn.input-value", $"'{table.Inputs[i].Label}' girdisinin değeri izin verilenlerden değil.", $"The value of input '{table.Inputs[i].Label}' is not among those allowed."), []);
                }
            }

            var matched = Enumerable.Range(0, table.Rules.Count).Where(rule => Matches(table.Rules[rule], values)).ToList();
            return Finish(HitPolicies.Combine(table, matched, Output, Evaluate, Fail), matched);

            FeelValue Output(int rule) => OutputOf(table, table.Rules[rule]);

            FeelValue Finish(FeelValue value, IReadOnlyList<int> rules)
            {
                Trace.Add(new(decision.Id, [.. table.Inputs.Select((input, i) => (input.Label, values[i]))], [.. rules.Select(rule => rule + 1)], value));
                return value;
            }
        }

        private bool Matches(TableRule rule, FeelValue[] values)
        {
            for (var i = 0; i < values.Length; i++)
            {
                if (!rule.Tests[i].EvaluateUnaryTests(values[i], this, environment).Value.IsTrue) return false;
            }

            return true;
        }

        private FeelValue OutputOf(TableLogic table, TableRule rule) => table.Outputs.Count == 1
            ? Evaluate(rule.Outputs[0])
            : FeelValue.Of(FeelContext.Of(table.Outputs.Select((output, i) => (output.Name, Evaluate(rule.Outputs[i])))));

        private FeelValue Fail(string code, string tr, string en)
        {
            Diagnostics.Add(new(code, tr, en, 0));
            return default;
        }
    }

    private sealed class Inner(FeelContext values, IFeelScope outer) : IFeelScope
    {
        public bool TryGet(string name, out FeelValue value) => values.TryGet(name, out value) || outer.TryGet(name, out value);
    }
}
