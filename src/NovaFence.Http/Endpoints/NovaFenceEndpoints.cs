using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NovaFence.Http.Page;
using NovaFence.Http.Receivers;
using NovaFence.Http.Receivers.Alertmanager;
using NovaFence.Http.Receivers.Grafana;
using NovaFence.Http.Receivers.PagerDuty;

namespace NovaFence.Http.Endpoints;

/// <summary>
/// What NovaFence answers over HTTP, whatever head it sits on: a method for each endpoint of <see cref="EndpointTable"/>, which checks who
/// asks, writes the whole answer and throws nothing. A head only routes: <c>=> endpoints.Alertmanager(request.HttpContext)</c>.
/// </summary>
public sealed class NovaFenceEndpoints
{
    private readonly Doorkeeper _door;
    private readonly Reception _reception;
    private readonly AlertmanagerReceiver _alertmanager;
    private readonly GrafanaReceiver _grafana;
    private readonly PagerDutyReceiver _pagerDuty;
    private readonly ReceiverList _receivers;
    private readonly HostEndpoints _hosts;
    private readonly ForceDownEndpoint _forceDown;
    private readonly PauseEndpoints _pauses;
    private readonly ExplainEndpoint _explain;
    private readonly AuditEndpoints _audit;
    private readonly HealthEndpoints _health;
    private readonly StatusEndpoint _status;
    private readonly ReportEndpoint _report;
    private readonly OpenApiEndpoint _openApi;
    private readonly PageEndpoints _page;

    internal NovaFenceEndpoints(
        Doorkeeper door,
        Reception reception,
        AlertmanagerReceiver alertmanager,
        GrafanaReceiver grafana,
        PagerDutyReceiver pagerDuty,
        ReceiverList receivers,
        HostEndpoints hosts,
        ForceDownEndpoint forceDown,
        PauseEndpoints pauses,
        ExplainEndpoint explain,
        AuditEndpoints audit,
        HealthEndpoints health,
        StatusEndpoint status,
        ReportEndpoint report,
        OpenApiEndpoint openApi,
        PageEndpoints page)
    {
        _door = door;
        _reception = reception;
        _alertmanager = alertmanager;
        _grafana = grafana;
        _pagerDuty = pagerDuty;
        _receivers = receivers;
        _hosts = hosts;
        _forceDown = forceDown;
        _pauses = pauses;
        _explain = explain;
        _audit = audit;
        _health = health;
        _status = status;
        _report = report;
        _openApi = openApi;
        _page = page;
    }

    /// <summary><c>POST /api/webhooks/alertmanager</c>: takes a delivery of Alertmanager's, version 4.</summary>
    public Task Alertmanager(HttpContext context) =>
        _door.LetAsync(context, EndpointTable.Alertmanager, request => _reception.TakeAsync(request, _alertmanager));

    /// <summary><c>POST /api/webhooks/grafana</c>: takes a delivery of Grafana Alerting's.</summary>
    public Task Grafana(HttpContext context) =>
        _door.LetAsync(context, EndpointTable.Grafana, request => _reception.TakeAsync(request, _grafana));

    /// <summary><c>POST /api/webhooks/pagerduty</c>: takes an event of PagerDuty's webhooks v3.</summary>
    public Task PagerDuty(HttpContext context) =>
        _door.LetAsync(context, EndpointTable.PagerDuty, request => _reception.TakeAsync(request, _pagerDuty));

    /// <summary>
    /// <c>POST /api/webhooks/{receiver}</c>: takes a delivery by a generic receiver. The names of the built-in ones are no such path: an endpoint of theirs may
    /// ask for more than this one, such as a function key.
    /// </summary>
    public Task Generic(HttpContext context) => _door.LetAsync(
        context,
        EndpointTable.Generic,
        request => _receivers.FindGeneric(request.GetRouteValue("receiver") as string) is { } receiver ? _reception.TakeAsync(request, receiver) : NoSuchPath(request));

    /// <summary><c>GET /api/status</c>: how it is, in one look.</summary>
    public Task ShowStatus(HttpContext context) => _door.LetAsync(context, EndpointTable.ShowStatus, _status.ShowAsync);

    /// <summary><c>GET /api/report?since=…</c>: what was done of each host over some time, what would have been, and what was held.</summary>
    public Task ShowReport(HttpContext context) => _door.LetAsync(context, EndpointTable.ShowReport, _report.ShowAsync);

    /// <summary><c>GET /api/hosts?state=…</c>: every compute host and every hold, holds first.</summary>
    public Task ListHosts(HttpContext context) => _door.LetAsync(context, EndpointTable.ListHosts, _hosts.ListAsync);

    /// <summary><c>GET /api/hosts/{host}</c>: one host.</summary>
    public Task ShowHost(HttpContext context) => _door.LetAsync(context, EndpointTable.ShowHost, _hosts.ShowAsync);

    /// <summary><c>GET /api/hosts/{host}/events?limit=…</c>: what was decided and done about a host, newest first.</summary>
    public Task ListEvents(HttpContext context) => _door.LetAsync(context, EndpointTable.ListEvents, _hosts.EventsAsync);

    /// <summary><c>GET /api/events?since=…&amp;host=…&amp;verdict=…&amp;limit=…</c>: the same of the whole fleet.</summary>
    public Task ListFleetEvents(HttpContext context) => _door.LetAsync(context, EndpointTable.ListFleetEvents, _hosts.FleetEventsAsync);

    /// <summary><c>PUT /api/hosts/{host}/force-down</c>: an operator's command.</summary>
    public Task ForceDown(HttpContext context) => _door.LetAsync(context, EndpointTable.ForceDown, _forceDown.CommandAsync);

    /// <summary><c>GET /api/pause</c>: what is paused.</summary>
    public Task ShowPauses(HttpContext context) => _door.LetAsync(context, EndpointTable.ShowPauses, _pauses.ShowAsync);

    /// <summary><c>PUT /api/pause</c>: pauses a host, or everything.</summary>
    public Task Pause(HttpContext context) => _door.LetAsync(context, EndpointTable.Pause, _pauses.PauseAsync);

    /// <summary><c>DELETE /api/pause?host=…</c>: resumes a host, or what was paused without one; <c>?storm=true</c> says that a storm is over.</summary>
    public Task Resume(HttpContext context) => _door.LetAsync(context, EndpointTable.Resume, _pauses.ResumeAsync);

    /// <summary><c>POST /api/explain?receiver=…</c>: what would become of a delivery, and why.</summary>
    public Task Explain(HttpContext context) => _door.LetAsync(context, EndpointTable.Explain, _explain.ExplainAsync);

    /// <summary><c>GET /api/audit</c>: the last audit, whichever instance ran it, and those before it that found something else.</summary>
    public Task ShowAudit(HttpContext context) => _door.LetAsync(context, EndpointTable.ShowAudit, _audit.ShowAsync);

    /// <summary><c>POST /api/audit</c>: audits now, or when the audit that another instance runs has ended.</summary>
    public Task RunAudit(HttpContext context) => _door.LetAsync(context, EndpointTable.RunAudit, _audit.RunAsync);

    /// <summary><c>GET /api/health/live</c>: 200 while the process answers.</summary>
    public Task Live(HttpContext context) => _door.LetAsync(context, EndpointTable.Live, _health.LiveAsync);

    /// <summary><c>GET /api/health/ready</c>: 200 when a token and this cloud's ledger are there and audits run, otherwise 503.</summary>
    public Task Ready(HttpContext context) => _door.LetAsync(context, EndpointTable.Ready, _health.ReadyAsync);

    /// <summary><c>GET /api/openapi.json</c>: what <see cref="EndpointTable"/> holds, as OpenAPI.</summary>
    public Task OpenApi(HttpContext context) => _door.LetAsync(context, EndpointTable.OpenApi, _openApi.ShowAsync);

    /// <summary><c>GET /</c>: the page for people; before signing in, the form to do so.</summary>
    public Task PageHome(HttpContext context) => LetPage(context, nameof(PageHome), _page.HomeAsync);

    /// <summary><c>GET /page/fleet</c>: the part of it that a browser fetches again.</summary>
    public Task PageFleet(HttpContext context) => LetPage(context, nameof(PageFleet), _page.FleetAsync);

    /// <summary><c>GET /hosts/{host}</c>: one host's own page.</summary>
    public Task PageHost(HttpContext context) => LetPage(context, nameof(PageHost), _page.HostAsync);

    /// <summary><c>GET /page/hosts/{host}</c>: the part of it that a browser fetches again.</summary>
    public Task PageHostPart(HttpContext context) => LetPage(context, nameof(PageHostPart), _page.HostPartAsync);

    /// <summary><c>POST /page/act</c>: what a form of the page asks for.</summary>
    public Task PageAct(HttpContext context) => LetPage(context, nameof(PageAct), _page.ActAsync);

    /// <summary><c>POST /page/sign-in</c>: a token for a session.</summary>
    public Task PageSignIn(HttpContext context) => LetPage(context, nameof(PageSignIn), _page.SignInAsync);

    /// <summary><c>POST /page/sign-out</c>: ends the session.</summary>
    public Task PageSignOut(HttpContext context) => LetPage(context, nameof(PageSignOut), _page.SignOutAsync);

    /// <summary><c>GET /page/assets/{file}</c>: script, style and icon.</summary>
    public Task PageAsset(HttpContext context) => LetPage(context, nameof(PageAsset), _page.AssetAsync);

    private Task LetPage(HttpContext context, string endpoint, Func<HttpContext, Task> handle) => _door.LetPageAsync(context, endpoint, handle, PageEndpoints.WriteBrokenAsync);

    /// <summary>An endpoint of this program alone.</summary>
    internal Task Additional(HttpContext context, AdditionalEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return _door.LetAsync(context, endpoint.Name, endpoint.Access, async request => await _door.AnswerAsync(request, await endpoint.Handler(request)));
    }

    /// <summary>404 for every path that no endpoint has.</summary>
    internal Task NoSuchPath(HttpContext context) => _door.RefuseAsync(context, Answers.Problem.NoSuchPath());

    /// <summary>405 for a path that takes other methods; <paramref name="allowed"/> lists them for <c>Allow</c>.</summary>
    internal Task WrongMethod(HttpContext context, string allowed) => _door.RefuseAsync(context, Answers.Problem.WrongMethod(allowed));
}
