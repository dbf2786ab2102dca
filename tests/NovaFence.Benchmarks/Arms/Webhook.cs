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

    /// <summary>
    /// Force-downs before those of the hour are forgotten: no configuration lets more than 300 through, nor more than 100 of one host, and a storm of fifty comes on top.
    /// </summary>
    private const int MostRemembered = 90;

    private readonly WebApplication _app;
    private readonly HttpClient _sender;
    private readonly ComputeHost _host;
    private int _forcedDown;

    private Webhook(string name, WebApplication app, ComputeHost host, Parts? parts)
    {
        _host = host;
        Name = name;
        Parts = parts;
        _app = app;
        _sender = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromSeconds(60) };
        _sender.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ProductSettings.Token);
    }

    public string Name { get; }

    /// <summary>Where it listens.</summary>
    internal Uri Address => _sender.BaseAddress!;

    /// <summary>What its deliveries are made of, where that was asked for.</summary>
    public Parts? Parts { get; }

    /// <summary>Unsets that the server's timer had begun when the delivery came to them: they were answered <c>recorded</c>, before they were done.</summary>
    public int AnsweredEarly { get; private set; }

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
        var webhook = new Webhook(name, app, target.Hosts[0], parts);
        await webhook.WaitUntilWarmAsync(cancellationToken);
        return webhook;
    }

    /// <inheritdoc/>
    /// <remarks>Nothing of its own is down now. It finds the row gone with the first intent after that, which is not measured.</remarks>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (_forcedDown < MostRemembered)
            return;
        _forcedDown = 0;
        await ForgetTheHourAsync(cancellationToken);
        await SetAsync([_host], down: true, cancellationToken);
        await SetAsync([_host], down: false, cancellationToken);
    }

    public async Task<TimeSpan> SetAsync(IReadOnlyList<ComputeHost> hosts, bool down, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(Delivery.Of(hosts, down));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        var began = Stopwatch.GetTimestamp();
        using var answer = await _sender.PostAsync("api/webhooks/alertmanager", content, cancellationToken);
        var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        var took = Stopwatch.GetElapsedTime(began);

        var later = Check(answer.StatusCode, body, hosts.Count, down);
        if (later > 0)
            await WaitUntilRaisedAsync(cancellationToken);
        AnsweredEarly += later;
        _forcedDown += down ? hosts.Count : 0;
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
        services.Decorate<IEvacuations>(evacuations => new TimedEvacuations(evacuations, parts));
        services.Decorate<ILedger>(ledger => new TimedLedger(ledger, parts));
    }

    /// <summary>How many unsets were answered before they were done.</summary>
    private static int Check(HttpStatusCode status, byte[] body, int alerts, bool down)
    {
        using var answer = JsonDocument.Parse(body);
        var wanted = down ? "force-down down" : "unset clear";
        var came = answer.RootElement.TryGetProperty("outcomes", out var outcomes)
            ? outcomes.EnumerateArray().Select(outcome => $"{outcome.GetProperty("verdict").GetString()} {outcome.GetProperty("state").GetString()}").ToList()
            : [];
        var done = came.Count(one => one == wanted);
        var later = down ? 0 : came.Count(one => one == "recorded releasing");
        return status is HttpStatusCode.OK && done + later == alerts
            ? later
            : throw new MeasurementException($"{done} of {alerts} hosts came to '{wanted}' ({(int)status}): {Encoding.UTF8.GetString(body)}");
    }

    private async Task WaitUntilRaisedAsync(CancellationToken cancellationToken)
    {
        while ((await _sender.GetStringAsync("api/hosts?state=releasing", cancellationToken)).Contains("\"releasing\"", StringComparison.Ordinal))
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
    }

    private async Task ForgetTheHourAsync(CancellationToken cancellationToken)
    {
        var ledger = _app.Services.GetRequiredService<ILedger>();
        if (await ledger.ReadAsync([LedgerKey.Budget], cancellationToken) is not LedgerResult<IReadOnlyList<LedgerRow>>.Ok { Value: [var row] }
            || await ledger.CommitAsync(new LedgerCommit([new RowWrite(row.Key, null, row.Version)], []), cancellationToken) is not CommitResult.Committed)
        {
            throw new MeasurementException("The force-downs of the last hour could not be taken out of the ledger.");
        }
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
