using Akis.Automation.Connectors;
using Akis.Engine;
using Akis.Engine.Database;
using Akis.Feel;

namespace Akis.Automation.Devices;

/// <summary>Devices with a memory but without cables: answers and memory are FEEL in <c>operations.yaml</c>. It can be told to fail (<c>AKIS_SIMULATOR_FAILURE</c>).</summary>
internal sealed class DeviceSimulator(AkisDatabase database, AutomationSettings settings, EngineSettings engine) : IDeviceDriver
{
    public string Mode => "simulator";

    public Task<FeelContext> RunAsync(DeviceOrder order, CancellationToken cancel)
    {
        // "network.os.install" fails everywhere, "network.os.install@omurga-1" on that device only.
        if (settings.SimulatorFailures.Contains(order.Operation.Type) || settings.SimulatorFailures.Contains($"{order.Operation.Type}@{order.Target}")) throw new ConnectorFailed(1, $"{order.Target}: benzetim arızası");
        return database.WriteAsync(async (session, token) =>
        {
            var known = await session.QueryAsync("SELECT answer FROM device_simulator_answer WHERE operation = @operation AND idempotency_key = @key", row => row.GetString(0), token, ("operation", order.Operation.Type), ("key", order.IdempotencyKey));
            if (known.Count > 0) return FeelJson.ParseContext(known[0]) ?? FeelContext.Empty;
            session.Lock($"device:{order.Operation.Adapter}:{order.Target}");
            var stored = await session.QueryAsync("SELECT memory FROM device_simulator WHERE adapter = @adapter AND target = @target", row => row.GetString(0), token, ("adapter", order.Operation.Adapter), ("target", order.Target));
            var memory = stored.Count > 0 ? FeelJson.ParseContext(stored[0]) ?? FeelContext.Empty : FeelContext.Empty;
            var scope = order.Inputs.With("memory", FeelValue.Of(memory));
            var answer = FeelContext.Of(order.Operation.Answers.Select(one => (one.Key, Evaluate(one.Value, scope))));
            if (order.Operation.Remembers is { } expression && Evaluate(expression, scope.With(answer)).AsContext() is { } learned)
            {
                await session.ExecuteAsync("INSERT INTO device_simulator (adapter, target, memory) VALUES (@adapter, @target, @memory) ON CONFLICT (adapter, target) DO UPDATE SET memory = excluded.memory", token,
                    ("adapter", order.Operation.Adapter), ("target", order.Target), ("memory", FeelJson.ToJson(memory.With(learned))));
            }

            await session.ExecuteAsync("INSERT INTO device_simulator_answer (operation, idempotency_key, answer) VALUES (@operation, @key, @answer)", token, ("operation", order.Operation.Type), ("key", order.IdempotencyKey), ("answer", FeelJson.ToJson(answer)));
            return answer;
        }, cancel);
    }

    private FeelValue Evaluate(string expression, FeelContext scope) => FeelExpression.Parse(expression, scope.Keys).Evaluate(scope, new FeelEnvironment { Clock = engine.Clock, Calendars = engine.Calendars }).Value;
}
