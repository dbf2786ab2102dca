using System.Diagnostics;

namespace NovaFence.OpenStack.Tests.Contract;

/// <summary>The cloud that <c>OS_*</c> names, when <c>NOVAFENCE_CONTRACT_CLOUD=real</c> says that these tests may have it.</summary>
/// <remarks>
/// <c>NOVAFENCE_CONTRACT_HOST</c> (compute1) is forced down and unset, <c>NOVAFENCE_CONTRACT_EVACUATE_HOST</c> (compute5) is also stopped and evacuated, through
/// the command in <c>NOVAFENCE_CONTRACT_COMPUTE</c>, called as <c>$command stop compute5</c> and <c>$command start compute5</c>.
/// <c>NOVAFENCE_CONTRACT_KEYSTONE=stop</c> allows it to stop <c>keystone</c> too, which everybody else on that cloud notices.
/// <c>NOVAFENCE_CONTRACT_IMAGE</c> and <c>NOVAFENCE_CONTRACT_FLAVOR</c> are what servers are made of.
/// </remarks>
internal sealed class RealContractCloud : ContractCloud
{
    private readonly List<Func<Task>> leftovers = [];

    public override Uri AuthUrl { get; } = new(Variable("OS_AUTH_URL") ?? "http://invalid");

    public override string? Region => Variable("OS_REGION_NAME");

    public override Account Administrator => FromVariables;

    public override TimeSpan ShortLife => TimeSpan.FromSeconds(30);

    public override string Host => Variable("NOVAFENCE_CONTRACT_HOST") ?? "compute1";

    public override string EvacuatedHost => Variable("NOVAFENCE_CONTRACT_EVACUATE_HOST") ?? "compute5";

    public static string Image => Variable("NOVAFENCE_CONTRACT_IMAGE") ?? "11111111-2222-3333-4444-555555555555";

    public static string Flavor => Variable("NOVAFENCE_CONTRACT_FLAVOR") ?? "1";

    private static Account FromVariables =>
        new(Variable("OS_USERNAME") ?? "", Variable("OS_PASSWORD") ?? "", Variable("OS_PROJECT_NAME") ?? "");

    public static async Task<RealContractCloud> StartAsync() =>
        new() { Admin = await CloudAdmin.SignInAsync(new Uri(Variable("OS_AUTH_URL")!), FromVariables) };

    public override async Task<Account> MemberAsync()
    {
        var (account, delete) = await Admin.CreateMemberAsync();
        leftovers.Add(delete);
        return account;
    }

    public override Task StopComputeAsync(string host) => RunAsync("stop", host);

    public override Task StartComputeAsync(string host) => RunAsync("start", host);

    public override Task StopKeystoneAsync()
    {
        Assert.SkipUnless(
            Variable("NOVAFENCE_CONTRACT_KEYSTONE") == "stop", "NOVAFENCE_CONTRACT_KEYSTONE is not 'stop', which would allow this test to stop Keystone.");
        return RunAsync("stop", "keystone");
    }

    public override Task StartKeystoneAsync() => RunAsync("start", "keystone");

    public override async ValueTask DisposeAsync()
    {
        foreach (var delete in leftovers)
            await delete();
        Admin.Dispose();
    }

    private static async Task RunAsync(string verb, string service)
    {
        var command = Variable("NOVAFENCE_CONTRACT_COMPUTE");
        Assert.SkipWhen(command is null, "NOVAFENCE_CONTRACT_COMPUTE names no command that stops and starts nova-compute.");
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"{command} {verb} {service}"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        // What the command starts keeps running, and may keep its output open; its exit is what counts.
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        var said = new System.Collections.Concurrent.ConcurrentQueue<string?>();
        process.ErrorDataReceived += (_, line) => said.Enqueue(line.Data);
        process.BeginErrorReadLine();
        using var bound = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (!process.HasExited)
            await Task.Delay(50, bound.Token);
        process.ExitCode.Should().Be(0, string.Join('\n', said));
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
