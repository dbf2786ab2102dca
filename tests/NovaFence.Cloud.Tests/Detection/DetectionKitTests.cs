using System.Diagnostics;
using System.Globalization;
using NovaFence.Sandbox;

namespace NovaFence.Cloud.Tests.Detection;

/// <summary>
/// The detection kit as it stands in <c>docs/</c>: Prometheus → Alertmanager → <c>novafence serve</c> → Nova. Five hosts crash at once, and each is told of by
/// another kind of evidence; of the fifth NovaFence asks the BMC itself. <c>NOVAFENCE_DETECTION_KIT=1</c> runs it.
/// </summary>
[NeedsVariable("NOVAFENCE_DETECTION_KIT", "for the detection kit as it stands in docs/, which '.ci/run' runs in a phase of its own")]
[Collection(WithoutTheCloud.Name)]
public sealed class DetectionKitTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string ByIpmi = "compute1";
    private const string ByRedfish = "compute2";
    private const string ByAbsence = "compute3";
    private const string ByHook = "compute4";
    private const string ByPower = "compute5";

    /// <summary>
    /// How long a host is waited for: what the kit promises (docs/detection.md), three times. That promise holds on a machine that has time for it; here it is
    /// measured and printed.
    /// </summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    /// <summary>What NovaFence waits for after a host's last report, and the second that Nova's times are cut to.</summary>
    private static readonly TimeSpan LeastAge = TimeSpan.FromSeconds(15 - 1);

    private ICrashableCloud? _cloud;
    private SandboxCloud? _bmcs;
    private Fencing? _fencing;
    private Alertmanager? _alertmanager;
    private Exporters? _exporters;
    private Prometheus? _prometheus;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(File.Exists(Prometheus.Program), $"Debian's prometheus is not installed ({Prometheus.Program}).");
        _cloud = RealNova.IsThere
            ? new CrashableNova(await RealNova.SignInAsync())
            // One that lives: where nobody reports, that a host does not says nothing.
            : new CrashableSandbox(await SandboxCloud.StartAsync(new SandboxOptions { Hosts = [ByIpmi, ByRedfish, ByAbsence, ByHook, ByPower, "compute6"] }, TestContext.Current.CancellationToken));
        // Neither cloud has machines: these are the sandbox's.
        _bmcs = await SandboxCloud.StartAsync(new SandboxOptions { Hosts = [ByPower], Bmcs = true }, TestContext.Current.CancellationToken);
        _fencing = await Fencing.StartAsync(
        [
            .. _cloud.Settings, ("Budget__MaxHosts", "5"), ("Budget__MaxShare", "1"), ("Storm__MinHosts", "6"),
            ("Routes__1__Name", "machines that hang"), ("Routes__1__Receiver", "alertmanager"), ("Routes__1__Match__0", $"host=\"{ByPower}\""), ("Routes__1__Match__1", "hangs=\"true\""),
            ("Routes__1__Evidence", "corroborated:2"), ("Routes__1__PowerOff", "true"), ("Routes__1__Release", "whenHealthy"), ("Power__AllowOff", "true"),
            ("Routes__2__Name", "machines that are off"), ("Routes__2__Receiver", "alertmanager"), ("Routes__2__Match__0", $"host=\"{ByPower}\""),
            ("Routes__2__Evidence", "power:off"), ("Routes__2__Release", "whenHealthy"),
            ("Power__Networks__0", "127.0.0.1/32"), ("Power__Groups__0__Name", "sandbox"), ("Power__Groups__0__User", _bmcs.BmcUserName),
            ("Power__Groups__0__Password", _bmcs.BmcPassword), ("Power__Groups__0__CertificateSha256__0", _bmcs.BmcCertificateSha256),
            ("Power__Hosts__0__Host", ByPower), ("Power__Hosts__0__Url", _bmcs.Bmcs[0].Url.ToString()), ("Power__Hosts__0__Serial", _bmcs.Bmcs[0].Serial),
            ("Routes__3__Name", "silent hosts"), ("Routes__3__Receiver", "alertmanager"),
            ("Routes__3__Match__0", "alertname=~\"HostUnreachable|HostPingLost\""), ("Routes__3__Match__1", $"host=\"{ByAbsence}\""),
            ("Routes__3__Evidence", "corroborated:2"), ("Routes__3__Release", "whenHealthy"),
        ]);
        _alertmanager = await Alertmanager.StartAsync(_fencing);
        _exporters = new Exporters([ByIpmi, ByRedfish, ByAbsence], new Dictionary<string, string>(StringComparer.Ordinal) { [ByIpmi] = "ipmi", [ByRedfish] = "redfish" });
        _prometheus = await Prometheus.StartAsync(_exporters, _alertmanager);
    }

    public async ValueTask DisposeAsync()
    {
        output.WriteLine($"novafence said:\n{_fencing?.Log}\n\nAlertmanager said:\n{_alertmanager?.Log}\n\nPrometheus said:\n{_prometheus?.Log}");
        foreach (var part in (IAsyncDisposable?[])[_prometheus, _exporters, _alertmanager, _fencing])
        {
            if (part is not null)
                await part.DisposeAsync();
        }

        if (_bmcs is not null)
            await _bmcs.DisposeAsync();
        if (_cloud is null)
            return;
        await Task.WhenAll(((string[])[ByIpmi, ByRedfish, ByAbsence, ByHook, ByPower]).Select(_cloud.RestoreAsync));
        await _cloud.DisposeAsync();
    }

    [Fact]
    public async Task A_crashed_host_is_forced_down_whichever_way_it_is_told_of_and_not_before_its_last_report_has_aged()
    {
        await Patience.UntilAsync("Prometheus reads all that there is to be read", async () =>
            await _prometheus!.ValueAsync("count(up == 1)") == 2 + 3 + 3
            && await _prometheus.ValueAsync("sum(ipmi_chassis_power_state)") == 1
            && await _prometheus.ValueAsync("sum(probe_success)") == 3);
        (await Task.WhenAll(((string[])[ByIpmi, ByRedfish, ByAbsence, ByHook, ByPower]).Select(_cloud!.IsForcedDownAsync))).Should().OnlyContain(down => !down);

        var seconds = await Task.WhenAll(
            CrashedAsync(ByIpmi, _exporters!.CrashAsync),
            CrashedAsync(ByRedfish, _exporters.CrashAsync),
            CrashedAsync(ByAbsence, _exporters.CrashAsync),
            CrashedAsync(ByHook, FenceAsync),
            CrashedAsync(ByPower, LoseAsync));

        foreach (var (name, took) in ((string[])["", "_redfish", "_corroborated", "_stonith", "_power"]).Zip(seconds))
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"RESULT crash_to_forced_down{name}_s {took.TotalSeconds:0.0}"));
        output.WriteLine($"on {_cloud.Name}");
        output.WriteLine($"of the host whose BMC was asked: {string.Join("; ", await _fencing!.EventsAsync(ByPower))}");

        (await ReasonAsync(ByIpmi)).Should().Contain("'fenced hosts'").And.Contain("label:fenced=\"true\"");
        (await ReasonAsync(ByRedfish)).Should().Contain("'fenced hosts'");
        (await ReasonAsync(ByHook)).Should().Contain("'fenced hosts'");
        (await ReasonAsync(ByPower)).Should().Contain("'machines that are off'").And.Contain("power:off");
        (await ReasonAsync(ByAbsence)).Should().Contain("'silent hosts'").And.Contain("corroborated:2");
    }

    [Fact]
    public async Task A_machine_that_hangs_is_switched_off_and_its_host_forced_down()
    {
        var took = await CrashedAsync(ByPower, HangAsync);

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"RESULT crash_to_forced_down_power_off_s {took.TotalSeconds:0.0}"));
        output.WriteLine($"on {_cloud!.Name}: {string.Join("; ", await _fencing!.EventsAsync(ByPower))}");
        (await ReasonAsync(ByPower)).Should().Contain("'machines that hang'").And.Contain("all(corroborated:2, power:off)");
        _bmcs!.Bmcs[0].Resets.Should().Be(1);
        _bmcs.FindHost(ByPower)!.Power.Should().Be(PowerState.Off);
    }

    /// <summary>From the moment at which the host loses its power, or hangs, until Nova says that it is forced down.</summary>
    private async Task<TimeSpan> CrashedAsync(string host, Func<string, Task> tell)
    {
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(_cloud!.CrashAsync(host), tell(host));
        var lastReport = await _cloud.ReportedAtAsync(host);
        while (!await _cloud.IsForcedDownAsync(host))
        {
            watch.Elapsed.Should().BeLessThan(Bound, $"{host} was not forced down");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        watch.Stop();
        (TimeProvider.System.GetUtcNow() - lastReport).Should().BeGreaterThan(LeastAge, $"{host} may live for as long as its last report is young");
        return watch.Elapsed;
    }

    /// <summary>What Pacemaker runs when its fence device has confirmed, some seconds after the crash.</summary>
    private async Task FenceAsync(string host)
    {
        await Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        var start = new ProcessStartInfo(Repository.PathOf("docs/stonith-hook.example.sh"))
        {
            Environment =
            {
                ["ALERTMANAGER_URL"] = _alertmanager!.Address.ToString(),
                ["CRM_alert_kind"] = "fencing", ["CRM_alert_task"] = "off", ["CRM_alert_rc"] = "0", ["CRM_alert_node"] = host,
            },
        };
        await RunAsync(start);
    }

    private static async Task RunAsync(ProcessStartInfo start)
    {
        using var program = Process.Start(start)!;
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        program.ExitCode.Should().Be(0);
    }

    /// <summary>The machine loses its power, and somebody's alert says that the host is lost: nothing in it proves that it is off.</summary>
    private async Task LoseAsync(string host)
    {
        _bmcs!.Crash(host);
        await RunAsync(new ProcessStartInfo("amtool", ["alert", "add", $"--alertmanager.url={_alertmanager!.Address}", "--annotation=summary=lost", "alertname=HostUnreachable", $"host={host}"]));
    }

    /// <summary>The machine runs, and two kinds of alerts say that the host is lost.</summary>
    private async Task HangAsync(string host)
    {
        foreach (var name in (string[])["HostUnreachable", "HostPingLost"])
            await RunAsync(new ProcessStartInfo("amtool", ["alert", "add", $"--alertmanager.url={_alertmanager!.Address}", "--annotation=summary=lost", $"alertname={name}", $"host={host}", "hangs=true"]));
    }

    private async Task<string> ReasonAsync(string host) =>
        (await _fencing!.EventsAsync(host)).Last(happened => happened.StartsWith("outcome force-down", StringComparison.Ordinal));
}
