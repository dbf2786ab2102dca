using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NovaFence.Core.Hosts;
using NovaFence.EndToEnd.Tests.Read;
using NovaFence.EndToEnd.Tests.Sent;

namespace NovaFence.EndToEnd.Tests.Stage;

/// <summary>A running server, and what can be asked of it over HTTP.</summary>
internal sealed class Instance : IAsyncDisposable
{
    /// <summary>Core's "the ledger is open and the fleet is known".</summary>
    private const int OpenEvent = 1302;

    /// <summary>OpenStack's "Nova was shown a fresh token": the next one is shown minutes later, so that requests can be counted from here.</summary>
    private const int WarmEvent = 2030;

    private readonly WebApplication _app;
    private readonly HttpClient _client;
    private int _ended;

    private readonly Scene _scene;

    private Instance(WebApplication app, LogBook log, Scene scene)
    {
        _app = app;
        _scene = scene;
        Log = log;
        Cloud = app.Services.GetRequiredService<GatedCloud>();
        _client = new HttpClient { BaseAddress = new Uri(app.Urls.First()), Timeout = Patience.Bound };
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => _client.BaseAddress!;

    /// <summary>Its way to Nova.</summary>
    public GatedCloud Cloud { get; }

    /// <summary>What it logged.</summary>
    public LogBook Log { get; }

    public static async Task<Instance> StartAsync(IEnumerable<KeyValuePair<string, string?>> settings, Scene scene, LogBook log, Func<DelegatingHandler> outgoing)
    {
        var app = InstanceApp.Build(settings, scene.HasTimer, scene.Clock, log, outgoing);
        await app.StartAsync();
        return new Instance(app, log, scene);
    }

    public Task ReadyAsync() => Task.WhenAll(Log.WhenAsync(OpenEvent), Log.WhenAsync(WarmEvent));

    /// <summary>As Alertmanager delivers, several alerts in one delivery. A host of which an alert says that it is dead has died before, unless it is said by mistake.</summary>
    public Task<Reply> Deliver(params Alert[] alerts)
    {
        foreach (var alert in alerts.Where(alert => alert is { Fires: true, Wrongly: false }))
            _scene.Crash(alert.Host);
        return Post("/api/webhooks/alertmanager", Delivery.Of(alerts));
    }

    /// <summary>As PagerDuty delivers, signed; of a host that has died before.</summary>
    public Task<Reply> Deliver(Incident incident)
    {
        if (incident.Fires)
            _scene.Crash(incident.Host);
        return Deliver("pagerduty", incident.Body);
    }

    /// <summary>A body as Alertmanager or PagerDuty delivers it, authentic.</summary>
    public Task<Reply> Deliver(string receiver, string body) => receiver == "pagerduty"
        ? SendAsync(HttpMethod.Post, "/api/webhooks/pagerduty", Json(body), null, ("X-PagerDuty-Signature", Incident.Signature(body, SceneSettings.PagerDutySecret)))
        : Post($"/api/webhooks/{receiver}", body);

    /// <summary>A body of whatever kind at Alertmanager's endpoint, with the right token.</summary>
    public Task<Reply> Post(string path, string body) => SendAsync(HttpMethod.Post, path, Json(body), SceneSettings.AlertmanagerToken);

    /// <summary>Does what is due, as the server's timer would. Returns when the next thing is.</summary>
    public Task<DateTimeOffset?> DoWhatIsDue() => _app.Services.GetRequiredService<IDueWork>().RunDueAsync(TestContext.Current.CancellationToken);

    /// <summary>An operator's word.</summary>
    public Task<Reply> ForceDown(string host, bool down = true, string reason = "") => SendAsync(
        HttpMethod.Put,
        $"/api/hosts/{Uri.EscapeDataString(host)}/force-down",
        Json($$"""{"forced_down":{{(down ? "true" : "false")}},"reason":"{{reason}}"}"""),
        SceneSettings.OperatorToken);

    /// <summary>An operator pauses NovaFence, until somebody resumes it.</summary>
    public Task<Reply> Pause(string reason) => SendAsync(HttpMethod.Put, "/api/pause", Json($$"""{"reason":"{{reason}}"}"""), SceneSettings.OperatorToken);

    /// <summary>An operator resumes it.</summary>
    public Task<Reply> Resume() => SendAsync(HttpMethod.Delete, "/api/pause", null, SceneSettings.OperatorToken);

    /// <summary>Audits now.</summary>
    public async Task<AuditRow> Audit()
    {
        var reply = await SendAsync(HttpMethod.Post, "/api/audit", null, SceneSettings.OperatorToken);
        return reply.As(ReadJson.Default.AuditRow);
    }

    public async Task<IReadOnlyList<HostRow>> Hosts(string query = "")
    {
        var reply = await SendAsync(HttpMethod.Get, "/api/hosts" + query, null, SceneSettings.ReaderToken);
        reply.Status.Should().Be(200);
        return reply.As(ReadJson.Default.HostsBody).Hosts;
    }

    public async Task<HostRow> Host(string host)
    {
        var reply = await SendAsync(HttpMethod.Get, $"/api/hosts/{Uri.EscapeDataString(host)}", null, SceneSettings.ReaderToken);
        reply.Status.Should().Be(200);
        return reply.As(ReadJson.Default.HostRow);
    }

    /// <summary>What was decided and done about a host, oldest first.</summary>
    public async Task<IReadOnlyList<EventRow>> Events(string host)
    {
        var reply = await SendAsync(HttpMethod.Get, $"/api/hosts/{Uri.EscapeDataString(host)}/events?limit=500", null, SceneSettings.ReaderToken);
        return reply.Status == 404 ? [] : [.. reply.As(ReadJson.Default.EventsBody).Events.Select(entry => entry.Event).Reverse()];
    }

    public async Task<Reply> SendAsync(HttpMethod method, string path, HttpContent? content, string? token, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _client.SendAsync(request);
        return await Reply.OfAsync(response);
    }

    /// <summary>
    /// Dies: nobody is answered any more, and what stood before a gate stands there for ever, so that nothing more is sent or written.
    /// </summary>
    public ValueTask Crash() => DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 1)
            return;
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        try
        {
            await _app.StopAsync(now.Token);
        }
        catch (OperationCanceledException)
        {
            // Requests under way are cut off, which is the point.
        }

        await _app.DisposeAsync();
        _client.Dispose();
    }

    public static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
