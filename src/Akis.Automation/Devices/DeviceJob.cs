using Akis.Automation.Connectors;
using Akis.Engine.Runtime;
using Akis.Feel;

namespace Akis.Automation.Devices;

/// <summary>
/// A service task that asks a device: reads what the operation needs from the variables, gives back what it answers. What is missing, and what still fails at the last try,
/// is the BPMN error OTOMASYON_HATA with <c>otomasyonHatasi</c>: the model decides what a person does about it.
/// </summary>
internal sealed class DeviceJob(DeviceOperation operation, IDeviceDriver driver, RunLog log) : IJobHandler
{
    public const string ErrorCode = "OTOMASYON_HATA";

    public string Type => operation.Type;

    public bool TouchesOnlyTheDatabase => false;

    public async Task<JobAnswer> HandleAsync(JobCall call, CancellationToken cancel)
    {
        var job = call.Job;
        if (operation.Needs.FirstOrDefault(name => job.Variables.Get(name).IsNull) is { } missing) return Error($"'{missing}' değişkeni verilmemiş.");
        var inputs = FeelContext.Of(operation.Needs.Concat(operation.Takes).Select(name => (name, job.Variables.Get(name))));
        var order = new DeviceOrder(operation, inputs, job.IdempotencyKey);
        try
        {
            var command = $"{operation.Type} {string.Join(' ', inputs.Where(input => !input.Value.IsNull).Select(input => $"--{input.Key} {Short(input.Value.ToString())}"))}";
            var name = operation.Type[(operation.Type.IndexOf('.', StringComparison.Ordinal) + 1)..];
            return new JobAnswer.Completed(await log.RunAsync(new(operation.Adapter, name, order.Target, command, driver.Mode), job, () => driver.RunAsync(order, cancel), cancel));
        }
        catch (ConnectorFailed failed) when (job.Retries <= 1)
        {
            return Error(failed.Message);
        }
    }

    private static string Short(string text) => text.Length > 120 ? text[..119] + "…" : text;

    private static JobAnswer.Error Error(string why) => new(ErrorCode, why, FeelContext.Of(("otomasyonHatasi", FeelValue.Of(why))));
}
