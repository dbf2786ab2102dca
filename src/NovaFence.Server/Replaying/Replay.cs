using NovaFence.Core;
using NovaFence.Core.Alerts;
using NovaFence.Core.Audit;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Options;
using NovaFence.Core.Power;
using NovaFence.Hosting;
using NovaFence.Http.Receivers;
using NovaFence.Sandbox;
using NovaFence.Server.Hosting;

namespace NovaFence.Server.Replaying;

/// <summary>Recorded deliveries, dealt with one after the other on a cloud that is made up, each at the moment it was received.</summary>
internal sealed class Replay : IAsyncDisposable
{
    /// <summary>Nobody waits for an answer; it only bounds what hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>As the audit's schedule is by default; a few in a row are enough for whatever it waits for.</summary>
    private static readonly TimeSpan BetweenAudits = TimeSpan.FromMinutes(1);
    private const int MostAudits = 5;

    /// <summary>
    /// For so long after a delivery is done what waits for a time: longer than anything waits that is configured as it is by default, the longest settle time included.
    /// It only ends what never ends.
    /// </summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(6);

    /// <summary>Most times that the server's timer goes off between two audits; it only ends what never ends.</summary>
    private const int MostTimers = 100;

    private readonly DirectoryInfo _data;
    private readonly SandboxCloud _cloud;
    private readonly IHost _host;
    private readonly ReplayClock _clock;
    private readonly Dictionary<(string Receiver, string Fingerprint), List<string>> _firing = [];
    private int _putsSeen;

    private Replay(DirectoryInfo data, SandboxCloud cloud, IHost host, ReplayClock clock) => (_data, _cloud, _host, _clock) = (data, cloud, host, clock);

    /// <summary>Puts the stage up. Wrong configuration throws as it does for the server.</summary>
    /// <param name="configured">What is configured here.</param>
    /// <param name="hosts">The sandbox's compute hosts; null: its own five, and those that the recordings name.</param>
    /// <param name="start">When it begins.</param>
    /// <param name="cancellationToken">The caller's.</param>
    internal static async Task<Replay> PrepareAsync(IConfiguration configured, IReadOnlyList<string>? hosts, DateTimeOffset start, CancellationToken cancellationToken)
    {
        var clock = new ReplayClock(start);
        var options = new SandboxOptions { TimeProvider = clock };
        var cloud = await SandboxCloud.StartAsync(hosts is null ? options : options with { Hosts = hosts }, cancellationToken);
        var data = Directory.CreateTempSubdirectory("novafence-replay-");
        try
        {
            var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
            builder.Services.AddSingleton<TimeProvider>(clock);
            builder.Services.AddQuietLogging();
            builder.Services.AddNovaFence(ReplaySettings.For(configured, cloud, data.FullName), sandbox: true);
            // None of its services is started: it says that what waits for a time is done by the loop below, which moves the clock.
            builder.Services.AddNovaFenceTimer();
            builder.Services.AddSingleton<IPower>(new ReplayPower(cloud, clock)).AddSingleton<ISamples>(new ReplayPower(cloud, clock));
            var host = builder.Build();
            host.Services.ValidateNovaFence();
            return new Replay(data, cloud, host, clock);
        }
        catch
        {
            await cloud.DisposeAsync();
            data.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>What a recorded delivery holds.</summary>
    internal DeliveryReading Read(RecordedDelivery recorded) =>
        _host.Services.GetRequiredService<IDeliveryReader>().Read(recorded.Receiver, recorded.Body, recorded.ReceivedAt);

    /// <summary>Gives the sandbox the hosts that these alerts name.</summary>
    internal void AddHostsOf(IEnumerable<AlertEvent> alerts)
    {
        foreach (var name in ReplayHosts.NamedBy(alerts, _host.Services.GetRequiredService<NovaFenceOptions>().Hosts))
        {
            if (!_cloud.Hosts.Contains(name, StringComparer.OrdinalIgnoreCase))
                _cloud.AddHost(name);
        }
    }

    /// <summary>Opens the ledger and learns the fleet; what is missing, as a sentence, or null.</summary>
    internal Task<string?> OpenAsync(CancellationToken cancellationToken) => _host.Services.GetRequiredService<IOpening>().OpenAsync(cancellationToken);

    /// <summary>Deals with one delivery as the server would have at that moment.</summary>
    internal async Task<IReadOnlyList<TimelineRow>> TakeAsync(RecordedDelivery recorded, IReadOnlyList<AlertEvent> alerts, CancellationToken cancellationToken)
    {
        _clock.Set(recorded.ReceivedAt);
        foreach (var alert in alerts)
            GiveHeart(alert);
        var delivered = await _host.Services.GetRequiredService<IFencer>().DeliverAsync(alerts, Patience, cancellationToken);
        await _host.Services.GetRequiredService<IDueWork>().WhenReadAsync();
        var puts = NewPuts();

        var rows = new List<TimelineRow>(alerts.Count);
        foreach (var (alert, outcome) in alerts.Zip(delivered.Outcomes))
        {
            var caused = puts.Where(put => string.Equals(put.Host, outcome.Host, StringComparison.OrdinalIgnoreCase)).ToList();
            puts.RemoveAll(caused.Contains);
            rows.Add(new TimelineRow
            {
                At = recorded.ReceivedAt,
                File = recorded.File,
                Fingerprint = alert.Fingerprint,
                Status = alert.Status,
                Host = outcome.Host,
                Verdict = outcome.Verdict.Kind,
                Reason = outcome.Verdict.Text,
                State = outcome.State,
                Puts = caused,
            });
        }

        return rows;
    }

    /// <summary>A host is taken for dead while an alert of it fires, under whatever id, and for back when the last has ended: a recording tells nothing of hearts.</summary>
    private void GiveHeart(AlertEvent alert)
    {
        var options = _host.Services.GetRequiredService<NovaFenceOptions>();
        var id = (alert.Receiver, alert.Fingerprint);
        var named = ReplayHosts.NamedBy([alert], options.Hosts).Where(name => _cloud.Hosts.Contains(name, StringComparer.OrdinalIgnoreCase)).ToList();
        if (alert.Status == AlertStatus.Firing)
        {
            _firing[id] = [.. _firing.GetValueOrDefault(id, []).Union(named, StringComparer.OrdinalIgnoreCase)];
            named.ForEach(name => _cloud.Crash(name));
            return;
        }

        var ended = _firing.Remove(id, out var hosts) ? hosts : named;
        if (alert.MergedInto is { } survivor)
            _firing[(alert.Receiver, survivor)] = [.. _firing.GetValueOrDefault((alert.Receiver, survivor), []).Union(ended, StringComparer.OrdinalIgnoreCase)];
        foreach (var host in ended.Where(host => !_firing.Values.Any(others => others.Contains(host, StringComparer.OrdinalIgnoreCase))))
            _cloud.Boot(host);
    }

    /// <summary>
    /// Does what the server would have done by itself before the next delivery: what its timer finds due, such as a release that has settled, and the
    /// audits, as far as they may change something. The moment of the last one is before <paramref name="next"/>.
    /// </summary>
    internal async Task<IReadOnlyList<TimelineRow>> RunUntilAsync(DateTimeOffset? next, CancellationToken cancellationToken)
    {
        var rows = new List<TimelineRow>();
        var end = _clock.GetUtcNow() + Longest;
        var audits = 0;
        while (_clock.GetUtcNow() < end)
        {
            var auditAt = _clock.GetUtcNow() + BetweenAudits;
            // What comes back again and again for hours, such as a hold for the budget, is done once in a minute.
            var isClose = audits < MostAudits;
            var due = await RunTimerAsync(rows, !isClose ? _clock.GetUtcNow() : next < auditAt ? next.Value : auditAt, cancellationToken);
            if (!isClose && due is null)
                break;
            // Until then no audit finds anything else, and what is done then may go on soon.
            var isFar = !isClose && due > auditAt;
            var to = isFar ? due!.Value : auditAt;
            if (to >= next)
                break;
            _clock.Set(to);
            audits = isFar ? 0 : audits + 1;
            if (isFar)
                continue;
            await _host.Services.GetRequiredService<IAuditor>().RunAsync(cancellationToken);
            rows.AddRange(Sent("the audit"));
        }

        return rows;
    }

    /// <summary>Does what is due by then. Returns when the next thing is.</summary>
    private async Task<DateTimeOffset?> RunTimerAsync(List<TimelineRow> rows, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var work = _host.Services.GetRequiredService<IDueWork>();
        DateTimeOffset? due = null;
        for (var timer = 0; timer < MostTimers; timer++)
        {
            due = await work.RunDueAsync(cancellationToken);
            if (work.WhenReadAsync() is { IsCompleted: false } reading)
            {
                await reading;
                due = _clock.GetUtcNow();
            }

            rows.AddRange(Sent("the timer"));
            if (due is not { } at || at >= until)
                break;
            if (at > _clock.GetUtcNow())
                _clock.Set(at);
        }

        return due;
    }

    /// <summary>The PUTs that no delivery caused.</summary>
    private IEnumerable<TimelineRow> Sent(string reason) => NewPuts().Where(put => put.Host is not null).Select(put => new TimelineRow
    {
        At = _clock.GetUtcNow(),
        File = "",
        Fingerprint = "",
        Host = put.Host,
        Verdict = put.ForcedDown == true ? VerdictKind.ForceDown : VerdictKind.Unset,
        Reason = reason,
        Puts = [put],
    });

    private List<TimelinePut> NewPuts()
    {
        var all = _cloud.Requests.ServicePuts;
        var puts = all.Skip(_putsSeen).Select(put => new TimelinePut(put.Host, put.ForcedDown, put.Status)).ToList();
        _putsSeen = all.Count;
        return puts;
    }

    public async ValueTask DisposeAsync()
    {
        _host.Dispose();
        await _cloud.DisposeAsync();
        _data.Delete(recursive: true);
    }
}
