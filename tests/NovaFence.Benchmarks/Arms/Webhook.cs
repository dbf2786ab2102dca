using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NovaFence.Benchmarks.Clouds;
using NovaFence.Benchmarks.Measuring;
using NovaFence.Core.Cloud;
using NovaFence.Core.Ledger;
using NovaFence.Server.Hosting;

namespace NovaFence.Benchmarks.Arms;

/// <summary>
/// The whole of NovaFence as <c>novafence serve</c> runs it, on a port of this machine, and a sender before it that keeps its connection:
/// from the first byte of the delivery to the last of the answer.
/// </summary>
internal sealed class Webhook : IArm
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);

    private readonly WebApplication _app;
    private readonly HttpClient _sender;

    private Webhook(string name, WebApplication app, Parts? parts)
    {
        Name = name;
        Parts = parts;
        _app = app;
        _sender = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromSeconds(60) };
        _sender.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ProductSettings.Token);
    }

    public string Name { get; }

    /// <summary>What its deliveries are made of, where that was asked for.</summary>
    public Parts? Parts { get; }

    /// <summary>Starts it, and returns when it is ready and its token is known to Nova's workers.</summary>
    /// <param name="name">The arm's name.</param>
    /// <param name="target">The cloud.</param>
    /// <param name="fleet">What NovaFence is to see of it.</param>
    /// <param name="settings">Its configuration, without the cloud's.</param>
    /// <param name="parts">Takes the times of its calls to cloud and ledger; null: nothing is put between.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task<Webhook> StartAsync(
        string name, Target target, StormFleet fleet, IEnumerable<KeyValuePair<string, string?>> settings, Parts? parts, CancellationToken cancellationToken)
    {
        var app = ServerApp.Build(
            configuration => configuration.AddInMemoryCollection(target.Configuration).AddInMemoryCollection(settings),
            IPAddress.Loopback,
            0,
            sandbox: false,
            services => Change(services, fleet, parts));
        await app.StartAsync(cancellationToken);
        var webhook = new Webhook(name, app, parts);
        await webhook.WaitUntilWarmAsync(cancellationToken);
        return webhook;
    }

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<TimeSpan> SetAsync(IReadOnlyList<ComputeHost> hosts, bool down, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(Delivery.Of(hosts, down));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        var began = Stopwatch.GetTimestamp();
        using var answer = await _sender.PostAsync("api/webhooks/alertmanager", content, cancellationToken);
        var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        var took = Stopwatch.GetElapsedTime(began);

        Check(answer.StatusCode, body, hosts.Count, down);
        return took;
    }

    public async ValueTask DisposeAsync()
    {
        _sender.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static void Change(IServiceCollection services, StormFleet fleet, Parts? parts)
    {
        if (fleet.HasRepeats)
            services.Decorate<ICloud>(cloud => new RepeatedFleetCloud(cloud, fleet));
        if (parts is null)
            return;
        services.Decorate<ICloud>(cloud => new TimedCloud(cloud, parts));
        services.Decorate<ILedger>(ledger => new TimedLedger(ledger, parts));
    }

    private static void Check(HttpStatusCode status, byte[] body, int alerts, bool down)
    {
        var wanted = (Verdict: down ? "force-down" : "unset", State: down ? "down" : "clear");
        using var answer = JsonDocument.Parse(body);
        var done = answer.RootElement.TryGetProperty("outcomes", out var outcomes)
            ? outcomes.EnumerateArray().Count(outcome => outcome.GetProperty("verdict").GetString() == wanted.Verdict && outcome.GetProperty("state").GetString() == wanted.State)
            : 0;
        if (status is not HttpStatusCode.OK || done != alerts)
            throw new MeasurementException($"{done} of {alerts} hosts became {wanted.State} ({(int)status}): {Encoding.UTF8.GetString(body)}");
    }

    /// <summary>Ready shows when the token was shown to Nova's workers; before that the first PUTs would pay for it.</summary>
    private async Task WaitUntilWarmAsync(CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var said = "";
        while (Stopwatch.GetElapsedTime(began) < StartTime)
        {
            using var answer = await _sender.GetAsync("api/health/ready", cancellationToken);
            said = await answer.Content.ReadAsStringAsync(cancellationToken);
            if (answer.IsSuccessStatusCode && said.Contains("token_last_warmed", StringComparison.Ordinal))
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(250), cancellationToken);
        }

        throw new MeasurementException($"NovaFence did not become ready within {StartTime.TotalSeconds} s: {said}");
    }
}
