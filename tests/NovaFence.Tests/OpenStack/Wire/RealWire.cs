using System.Diagnostics;

namespace NovaFence.OpenStack.Tests.Wire;

/// <summary>
/// The cloud that <c>OS_*</c> names, when <c>NOVAFENCE_CONTRACT_CLOUD=real</c>. The tests force the hosts of
/// <c>NOVAFENCE_CONTRACT_HOST</c> and <c>NOVAFENCE_CONTRACT_EVACUATE_HOST</c> down and up, make and delete VMs and application credentials.
/// </summary>
public sealed class RealWire : WireCloud
{
    private Uri? _computeUrl;

    public override Uri AuthUrl => new(Variable("OS_AUTH_URL")!.TrimEnd('/'));

    public override Uri ComputeUrl => _computeUrl!;

    public override WireAccount Admin => new(Variable("OS_USERNAME") ?? "admin", Variable("OS_PASSWORD") ?? "", Variable("OS_PROJECT_NAME") ?? "admin");

    /// <summary>Somebody without the admin role. DevStack and devstack-lite both have one, with the admin's password.</summary>
    public override WireAccount Demo => new(
        Variable("NOVAFENCE_CONTRACT_DEMO_USERNAME") ?? "demo",
        Variable("NOVAFENCE_CONTRACT_DEMO_PASSWORD") ?? Variable("OS_PASSWORD") ?? "",
        Variable("NOVAFENCE_CONTRACT_DEMO_PROJECT_NAME") ?? "demo");

    public override string Host => Variable("NOVAFENCE_CONTRACT_HOST") ?? base.Host;

    public override string EvacuateHost => Variable("NOVAFENCE_CONTRACT_EVACUATE_HOST") ?? base.EvacuateHost;

    public override string EvacuateTo => Variable("NOVAFENCE_CONTRACT_EVACUATE_TO") ?? base.EvacuateTo;

    public override DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static string? ComputeCommand => Variable("NOVAFENCE_CONTRACT_COMPUTE");

    public override async ValueTask InitializeAsync()
    {
        Region = Variable("OS_REGION_NAME") ?? Region;
        WireReply token = await SignInAsync(Admin.Auth());
        token.Status.Should().Be(201, "OS_* signs in");
        _computeUrl = new(token.Json["token"]!["catalog"]!.AsArray()
            .Single(s => (string?)s!["type"] == "compute")!["endpoints"]!.AsArray()
            .Where(e => (string?)e!["interface"] == "public" && (string?)e["region_id"] == Region)
            .Select(e => (string)e!["url"]!)
            .First().TrimEnd('/'));
        await base.InitializeAsync();
    }

    public override Task StopComputeAsync(string host) => RunAsync("stop", host);

    public override Task StartComputeAsync(string host) => RunAsync("start", host);

    public override async Task UntilAsync(Func<Task<bool>> isSo, TimeSpan within, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!await isSo())
        {
            watch.Elapsed.Should().BeLessThan(within, "{0}", what);
            await Task.Delay(TimeSpan.FromMilliseconds(250), TestContext.Current.CancellationToken);
        }
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static async Task RunAsync(string verb, string host)
    {
        Assert.SkipWhen(ComputeCommand is null, "Nobody can stop nova-compute here: NOVAFENCE_CONTRACT_COMPUTE names no command.");
        using Process process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"exec {ComputeCommand} \"$@\"", "sh", verb, host]))!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.Should().Be(0, "{0} {1} {2}", ComputeCommand, verb, host);
    }
}
