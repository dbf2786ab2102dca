using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using NovaFence.Cloud.Tests.Detection;
using NovaFence.Sandbox;

namespace NovaFence.Cloud.Tests;

/// <summary>
/// <c>novafence serve</c>, scraped by Debian's Prometheus with the mixin's rules: what Prometheus makes of it is what the sender measured.
/// <c>NOVAFENCE_SCRAPED=1</c> runs it.
/// </summary>
[NeedsVariable("NOVAFENCE_SCRAPED", "for metrics scraped by a real Prometheus, which '.ci/run' does in a phase of its own")]
[Collection(WithoutTheCloud.Name)]
public sealed class ScrapedTests(ITestOutputHelper output) : IAsyncLifetime
{
    /// <summary>The boundaries of the histogram, in seconds.</summary>
    private static readonly double[] Boundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    /// <summary>Dead hosts, each forced down once.</summary>
    private const int Dead = 20;

    /// <summary>How long Nova takes for most of the PUTs, and for every fourth: quantiles far from each other.</summary>
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(30), Slow = TimeSpan.FromMilliseconds(600);

    private SandboxCloud? _cloud;
    private Fencing? _fencing;
    private Prometheus? _prometheus;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(File.Exists(Prometheus.Program), $"Debian's prometheus is not installed ({Prometheus.Program}).");
        _cloud = await SandboxCloud.StartAsync(new SandboxOptions { Hosts = [.. Enumerable.Range(1, Dead + 2).Select(number => $"compute{number}")] }, TestContext.Current.CancellationToken);
        _fencing = await Fencing.StartAsync(
        [
            .. new CrashableSandbox(_cloud).Settings,
            ("Budget__MaxHosts", "100"), ("Budget__MaxPerHour", "300"), ("Storm__MinHosts", "100"),
        ]);
        _prometheus = await Prometheus.ScrapingAsync(new Uri(_fencing.Address).Authority);
    }

    public async ValueTask DisposeAsync()
    {
        output.WriteLine($"novafence said:\n{_fencing?.Log}\n\nPrometheus said:\n{_prometheus?.Log}");
        foreach (var part in (IAsyncDisposable?[])[_prometheus, _fencing, _cloud])
        {
            if (part is not null)
                await part.DisposeAsync();
        }
    }

    [Fact]
    public async Task Prometheus_tells_what_was_done_and_its_quantiles_agree_with_what_the_sender_measured()
    {
        await IsAsync("NovaFence is scraped", "up{job=\"novafence\"}", 1);
        await IsAsync("nothing is down", "novafence_hosts{state=\"down\"}", 0);
        var puts = 0;
        _cloud!.OnRequest = (request, _) => ValueTask.FromResult<Fault?>(
            request.Method == "PUT" ? new Fault(FaultKind.None, Interlocked.Increment(ref puts) % 4 == 0 ? Slow : Quick) : null);

        var measured = new List<double>();
        for (var number = 1; number <= Dead; number++)
        {
            _cloud.Crash($"compute{number}");
            var began = Stopwatch.GetTimestamp();
            var (status, outcome) = await TellAsync($"compute{number}");
            measured.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
            (status, (string?)outcome!["verdict"]).Should().Be((HttpStatusCode.OK, "force-down"));
        }

        await IsAsync("all of them are timed", "sum(novafence_force_down_duration_seconds_count)", Dead);
        await IsAsync("and down", "max by (state) (novafence_hosts{state=\"down\"})", Dead);
        await IsAsync("and counted", "sum(novafence_verdicts_total{verdict=\"force-down\",reason=\"forced down\",route=\"fenced hosts\"})", Dead);
        await IsAsync("and so are the requests to Nova", "sum(novafence_nova_request_duration_seconds_count{operation=\"force-down\",status=\"200\"})", Dead);
        measured.Sort();
        foreach (var quantile in (double[])[0.5, 0.9])
        {
            var told = (await _prometheus!.ValueAsync(string.Create(CultureInfo.InvariantCulture, $"histogram_quantile({quantile}, sum by (le) (novafence_force_down_duration_seconds_bucket))")))!.Value;
            var own = measured[(int)Math.Ceiling(quantile * Dead) - 1];
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"RESULT scraped_quantile_{quantile * 100:0} {told:0.000} measured {own:0.000}"));
            Math.Abs(Bucket(told) - Bucket(own)).Should().BeLessThanOrEqualTo(1, "of {0} Prometheus says {1}, and the sender {2}", quantile, told, own);
        }

        Bucket((await _prometheus!.ValueAsync("histogram_quantile(0.9, sum by (le) (novafence_force_down_duration_seconds_bucket))"))!.Value)
            .Should().BeGreaterThan(Bucket((await _prometheus.ValueAsync("histogram_quantile(0.5, sum by (le) (novafence_force_down_duration_seconds_bucket))"))!.Value) + 1, "the slow ones are seen");
    }

    [Fact]
    public async Task A_hold_begins_to_be_an_alert_of_the_mixin_and_ends_with_it()
    {
        const string pending = "ALERTS{alertname=\"NovaFenceHoldWaits\",alertstate=\"pending\",reason=\"no evidence\",severity=\"warning\"}";
        await IsAsync("nothing is held", "sum(novafence_holds)", 0);
        await IsAsync("no alert is known", $"{pending} or vector(0)", 0);
        _cloud!.Crash("compute1");

        var (_, outcome) = await TellAsync("compute1", fenced: false);

        ((string?)outcome!["verdict"]).Should().Be("held");
        await IsAsync("it is held", "max by (reason) (novafence_holds{reason=\"no evidence\"})", 1);
        await IsAsync("the alert waits for its time", pending, 1);
        await TellAsync("compute1", fenced: false, hasEnded: true);
        await IsAsync("nothing is held any more", "sum(novafence_holds)", 0);
        await IsAsync("nor is there an alert", $"{pending} or vector(0)", 0);
    }

    private Task<(HttpStatusCode Status, JsonNode? Outcome)> TellAsync(string host, bool fenced = true, bool hasEnded = false) => _fencing!.TellAsync(
        new JsonObject { ["alertname"] = "HostDown", ["host"] = host },
        DateTimeOffset.UtcNow.AddSeconds(-15),
        hasEnded ? DateTimeOffset.UtcNow : null,
        fenced);

    private Task IsAsync(string what, string expression, double value) => Patience.UntilAsync(what, async () => await _prometheus!.ValueAsync(expression) == value);

    /// <summary>Into which bucket a time falls.</summary>
    private static int Bucket(double seconds) => Boundaries.Count(boundary => boundary < seconds);
}
