using System.Globalization;
using System.Text.Json;

namespace NovaFence.Functions.Tests.Settings;

/// <summary>What the Functions host is told in <c>host.json</c> (https://learn.microsoft.com/azure/azure-functions/functions-host-json).</summary>
public sealed class HostFileTests
{
    private static readonly JsonElement Host = JsonDocument.Parse(Repository.Read("host.json")).RootElement;

    [Fact]
    public void The_host_never_answers_429_because_Alertmanager_does_not_repeat_it()
    {
        var http = Host.GetProperty("extensions").GetProperty("http");

        http.GetProperty("maxOutstandingRequests").GetInt32().Should().Be(-1);
        http.GetProperty("maxConcurrentRequests").GetInt32().Should().Be(-1);
        http.GetProperty("dynamicThrottlesEnabled").GetBoolean().Should().BeFalse();
    }

    [Fact]
    public void The_host_s_time_limit_is_beyond_every_answer_s_because_reaching_it_kills_the_worker()
    {
        // An operator's command: 10 s for its body and 30 s to act.
        TimeSpan.Parse(Host.GetProperty("functionTimeout").GetString()!, CultureInfo.InvariantCulture).Should().BeGreaterThan(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void Nothing_is_retried_by_the_host() => Host.TryGetProperty("retry", out _).Should().BeFalse("the next audit is the retry");

    [Fact]
    public void A_timer_whose_instance_died_is_taken_over_within_a_minute()
    {
        var singleton = Host.GetProperty("singleton");
        var lease = TimeSpan.Parse(singleton.GetProperty("listenerLockPeriod").GetString()!, CultureInfo.InvariantCulture);
        var look = TimeSpan.Parse(singleton.GetProperty("listenerLockRecoveryPollingInterval").GetString()!, CultureInfo.InvariantCulture);

        lease.Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(15), "a blob's lease is no shorter");
        (lease + look).Should().BeLessThan(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void No_log_is_sampled_away()
    {
        Host.GetProperty("telemetryMode").GetString().Should().Be("OpenTelemetry", "in this mode the sampling of logging.applicationInsights is not read");
        Host.GetProperty("logging").TryGetProperty("applicationInsights", out _).Should().BeFalse();
        Repository.Read("src/NovaFence.Functions/Telemetry.cs").Should().Contain("EnableTraceBasedLogsSampler = false");
    }
}
