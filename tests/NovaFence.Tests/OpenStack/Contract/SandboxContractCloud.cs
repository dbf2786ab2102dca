using NovaFence.Sandbox;

namespace NovaFence.OpenStack.Tests.Contract;

/// <summary>A sandbox of its own for each test.</summary>
internal sealed class SandboxContractCloud : ContractCloud
{
    private SandboxContractCloud(SandboxCloud sandbox) => Sandbox = sandbox;

    public SandboxCloud Sandbox { get; }

    public override Uri AuthUrl => Sandbox.AuthUrl;

    public override string? Region => Sandbox.Region;

    public override Account Administrator => new(Sandbox.Admin.UserName, Sandbox.Admin.Password, Sandbox.Admin.ProjectName);

    public override TimeSpan ShortLife => TimeSpan.FromSeconds(5);

    public override string Host => "compute1";

    public override string EvacuatedHost => "compute5";

    /// <summary>As Debian's Nova is served, and quicker where nothing depends on it.</summary>
    public static async Task<SandboxContractCloud> StartAsync(WebServer server)
    {
        var sandbox = await SandboxCloud.StartAsync(
            new SandboxOptions
            {
                WebServer = server,
                ApiWorkers = 4,
                ReportInterval = TimeSpan.FromSeconds(1),
                EvacuationTime = TimeSpan.FromSeconds(1),
                BuildTime = TimeSpan.FromMilliseconds(100),
                KeystoneDownDelay = TimeSpan.FromMilliseconds(200),
            },
            TestContext.Current.CancellationToken);
        var account = new Account(sandbox.Admin.UserName, sandbox.Admin.Password, sandbox.Admin.ProjectName);
        return new SandboxContractCloud(sandbox) { Admin = await CloudAdmin.SignInAsync(sandbox.AuthUrl, account) };
    }

    public override Task<Account> MemberAsync() => Task.FromResult(new Account(Sandbox.Demo.UserName, Sandbox.Demo.Password, Sandbox.Demo.ProjectName));

    public override Task StopComputeAsync(string host)
    {
        Sandbox.StopCompute(host);
        return Task.CompletedTask;
    }

    public override Task StartComputeAsync(string host)
    {
        Sandbox.StartCompute(host);
        return Task.CompletedTask;
    }

    public override Task StopKeystoneAsync()
    {
        Sandbox.KeystoneFault = new Fault(FaultKind.Dropped);
        return Task.CompletedTask;
    }

    public override Task StartKeystoneAsync()
    {
        Sandbox.KeystoneFault = null;
        return Task.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        await Sandbox.DisposeAsync();
    }
}
