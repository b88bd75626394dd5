using Akis.Automation.Connectors;
using Akis.Engine.Runtime;
using Akis.Feel;
using Akis.Registry.VpnAccounts;

namespace Akis.Automation.Vpn;

/// <summary>
/// The VPN jobs of SEK 08-04-34. The gateway is changed outside any transaction; the registry's row changes in the one that completes
/// the job. What they read and give is described in docs/connectors.md.
/// </summary>
internal abstract class VpnJob(IVpnDriver driver, RunLog log) : IJobHandler
{
    private const string ErrorCode = "VPN_HATA";

    public abstract string Type { get; }

    public bool TouchesOnlyTheDatabase => false;

    protected IVpnDriver Driver => driver;

    public async Task<JobAnswer> HandleAsync(JobCall call, CancellationToken cancel)
    {
        var variables = call.Job.Variables;
        var input = new VpnInput(variables, call.Job);
        if (input.Problem is { } missing) return new JobAnswer.Error(ErrorCode, missing, FeelContext.Empty);
        try
        {
            return await log.RunAsync(new("vpn", Type[(Type.LastIndexOf('.') + 1)..], Target(input), Command(input), driver.Mode), call.Job, () => RunAsync(input, cancel), cancel);
        }
        catch (ConnectorFailed failed) when (call.Job.Retries <= 1)
        {
            // The tries are used up: the model decides what a person does about it.
            return new JobAnswer.Error(ErrorCode, failed.Message, FeelContext.Of(("vpnError", FeelValue.Of(failed.Message))));
        }
    }

    protected abstract Task<JobAnswer> RunAsync(VpnInput input, CancellationToken cancel);

    protected virtual string Target(VpnInput input) => input.AccountName ?? input.Owner;

    protected virtual string Command(VpnInput input) => $"{Type} {Target(input)}";
}

internal sealed class CreateVpnAccount(IVpnDriver driver, RunLog log, VpnAccountStore accounts, TimeProvider clock) : VpnJob(driver, log)
{
    public override string Type => "vpn.account.create";

    protected override string Command(VpnInput input) => $"{Type} --owner {input.Owner} --profile {input.Profile} --until {input.EndsAt:O} --sessions {input.Sessions}";

    protected override async Task<JobAnswer> RunAsync(VpnInput input, CancellationToken cancel)
    {
        var starts = input.StartsAt ?? clock.GetUtcNow();
        var ends = input.EndsAt ?? starts.AddYears(1);
        var name = await Driver.CreateAsync(new(input.Job.IdempotencyKey, input.Owner, input.Profile, starts, ends, input.Sessions), cancel);
        var account = new NewVpnAccount(name, input.Owner, input.Profile, input.Sessions, starts, ends, input.OfficeHoursOnly, input.Job.InstanceKey, input.Job.BusinessKey);
        return new JobAnswer.Completed(FeelContext.Of(("vpnAccount", FeelValue.Of(name))), (session, token) => accounts.AddAsync(session, account, token));
    }
}

internal sealed class ExtendVpnAccount(IVpnDriver driver, RunLog log, VpnAccountStore accounts) : VpnJob(driver, log)
{
    public override string Type => "vpn.account.extend";

    protected override async Task<JobAnswer> RunAsync(VpnInput input, CancellationToken cancel)
    {
        if (input.AccountName is not { } name || input.EndsAt is not { } ends) throw new ConnectorFailed(64, "vpnAccount and vpnEndsAt are needed");
        await Driver.ExtendAsync(name, ends, cancel);
        return new JobAnswer.Completed(FeelContext.Empty, (session, token) => accounts.ExtendAsync(session, name, ends, token));
    }
}

internal sealed class CloseVpnAccount(IVpnDriver driver, RunLog log, VpnAccountStore accounts) : VpnJob(driver, log)
{
    public override string Type => "vpn.account.close";

    protected override async Task<JobAnswer> RunAsync(VpnInput input, CancellationToken cancel)
    {
        if (input.AccountName is not { } name) throw new ConnectorFailed(64, "vpnAccount is needed");
        await Driver.CloseAsync(name, cancel);
        return new JobAnswer.Completed(FeelContext.Empty, (session, token) => accounts.MoveAsync(session, name, VpnAccountState.Closed, token));
    }
}

internal sealed class ArchiveVpnAccount(IVpnDriver driver, RunLog log, VpnAccountStore accounts) : VpnJob(driver, log)
{
    public override string Type => "vpn.account.archive";

    protected override async Task<JobAnswer> RunAsync(VpnInput input, CancellationToken cancel)
    {
        if (input.AccountName is not { } name) throw new ConnectorFailed(64, "vpnAccount is needed");
        await Driver.ArchiveAsync(name, cancel);
        return new JobAnswer.Completed(FeelContext.Empty, (session, token) => accounts.ArchiveAsync(session, name, token));
    }
}
