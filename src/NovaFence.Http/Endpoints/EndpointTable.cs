using Microsoft.AspNetCore.Http;
using NovaFence.Core.Audit;
using NovaFence.Core.Hosts;
using NovaFence.Http.Answers;
using NovaFence.Http.Receivers.Alertmanager;
using NovaFence.Http.Receivers.Generic;
using NovaFence.Http.Receivers.Grafana;
using NovaFence.Http.Receivers.PagerDuty;

namespace NovaFence.Http.Endpoints;

/// <summary>
/// Every endpoint, once. The server maps this list, <c>/api/openapi.json</c> describes it, and tests hold the functions and the answers against it.
/// </summary>
public static class EndpointTable
{
    /// <summary><c>POST /api/webhooks/alertmanager</c>.</summary>
    public static EndpointDefinition Alertmanager { get; } = new(
        nameof(NovaFenceEndpoints.Alertmanager), "POST", "/api/webhooks/alertmanager", EndpointAccess.Sender, (all, context) => all.Alertmanager(context))
    {
        Summary = "Takes a delivery of Alertmanager's webhook, version 4.",
        Body = typeof(object),
        Proofs = static () => AlertmanagerReceiver.Proofs,
        Answer = typeof(DeliveryAnswer),
        Statuses = [StatusCodes.Status200OK, StatusCodes.Status503ServiceUnavailable],
    };

    /// <summary><c>POST /api/webhooks/grafana</c>.</summary>
    public static EndpointDefinition Grafana { get; } = new(
        nameof(NovaFenceEndpoints.Grafana), "POST", "/api/webhooks/grafana", EndpointAccess.Sender, (all, context) => all.Grafana(context))
    {
        Summary = "Takes a delivery of Grafana Alerting's webhook.",
        Body = typeof(object),
        Proofs = static () => GrafanaReceiver.Proofs,
        Answer = typeof(DeliveryAnswer),
        Statuses = [StatusCodes.Status200OK, StatusCodes.Status503ServiceUnavailable],
    };

    /// <summary><c>POST /api/webhooks/pagerduty</c>.</summary>
    public static EndpointDefinition PagerDuty { get; } = new(
        nameof(NovaFenceEndpoints.PagerDuty), "POST", "/api/webhooks/pagerduty", EndpointAccess.Sender, (all, context) => all.PagerDuty(context))
    {
        Summary = "Takes an event of PagerDuty's webhooks v3.",
        Body = typeof(object),
        Proofs = static () => PagerDutyReceiver.Proofs,
        Answer = typeof(DeliveryAnswer),
        Statuses = [StatusCodes.Status200OK, StatusCodes.Status503ServiceUnavailable],
    };

    /// <summary><c>POST /api/webhooks/{receiver}</c>: a generic receiver.</summary>
    public static EndpointDefinition Generic { get; } = new(
        nameof(NovaFenceEndpoints.Generic), "POST", "/api/webhooks/{receiver}", EndpointAccess.Sender, (all, context) => all.Generic(context))
    {
        Summary = "Takes a delivery by a generic receiver.",
        Body = typeof(object),
        Proofs = static () => GenericReceiver.Proofs,
        Answer = typeof(DeliveryAnswer),
        Statuses = [StatusCodes.Status200OK, StatusCodes.Status503ServiceUnavailable],
    };

    /// <summary><c>GET /api/hosts</c>.</summary>
    public static EndpointDefinition ListHosts { get; } = new(
        nameof(NovaFenceEndpoints.ListHosts), "GET", "/api/hosts", EndpointAccess.Reader, (all, context) => all.ListHosts(context))
    {
        Summary = "Lists every compute host and every hold: what is held first, then what else needs a person.",
        Query = static () => [HostFilter.Parameter],
        Answer = typeof(HostsAnswer),
        OwnRefusals = [StatusCodes.Status400BadRequest, StatusCodes.Status503ServiceUnavailable],
    };

    /// <summary><c>GET /api/hosts/{host}</c>.</summary>
    public static EndpointDefinition ShowHost { get; } = new(
        nameof(NovaFenceEndpoints.ShowHost), "GET", "/api/hosts/{host}", EndpointAccess.Reader, (all, context) => all.ShowHost(context))
    {
        Summary = "Shows one host.",
        Answer = typeof(HostView),
        OwnRefusals = [StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable],
    };

    /// <summary><c>GET /api/hosts/{host}/events</c>.</summary>
    public static EndpointDefinition ListEvents { get; } = new(
        nameof(NovaFenceEndpoints.ListEvents), "GET", "/api/hosts/{host}/events", EndpointAccess.Reader, (all, context) => all.ListEvents(context))
    {
        Summary = "Lists what was decided and done about one host, newest first.",
        Query = static () => [Limit.Parameter(HostEndpoints.DefaultLimit)],
        Answer = typeof(EventsAnswer),
        OwnRefusals = [StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable],
    };

    /// <summary><c>GET /api/events</c>.</summary>
    public static EndpointDefinition ListFleetEvents { get; } = new(
        nameof(NovaFenceEndpoints.ListFleetEvents), "GET", "/api/events", EndpointAccess.Reader, (all, context) => all.ListFleetEvents(context))
    {
        Summary = "Lists what was decided and done about the whole fleet, newest first.",
        Query = static () => [EventQuery.Since, EventQuery.Host, EventQuery.Verdict, Limit.Parameter(HostEndpoints.DefaultLimit)],
        Answer = typeof(EventsAnswer),
        OwnRefusals = [StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable],
    };

    /// <summary><c>PUT /api/hosts/{host}/force-down</c>.</summary>
    public static EndpointDefinition ForceDown { get; } = new(
        nameof(NovaFenceEndpoints.ForceDown), "PUT", "/api/hosts/{host}/force-down", EndpointAccess.Operator, (all, context) => all.ForceDown(context))
    {
        Summary = "Forces a host down or unsets it, on an operator's word: 200 done, 202 recorded and tried again, 409 held or failed, 404 no such host.",
        Body = typeof(ForceDownRequest),
        Answer = typeof(DeliveryAnswer),
        Statuses = [StatusCodes.Status200OK, StatusCodes.Status202Accepted, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable],
        OwnRefusals = [StatusCodes.Status404NotFound],
    };

    /// <summary><c>GET /api/pause</c>.</summary>
    public static EndpointDefinition ShowPauses { get; } = new(
        nameof(NovaFenceEndpoints.ShowPauses), "GET", "/api/pause", EndpointAccess.Reader, (all, context) => all.ShowPauses(context))
    {
        Summary = "Lists what is paused.",
        Answer = typeof(PausesAnswer),
        OwnRefusals = [StatusCodes.Status503ServiceUnavailable],
    };

    /// <summary><c>PUT /api/pause</c>.</summary>
    public static EndpointDefinition Pause { get; } = new(
        nameof(NovaFenceEndpoints.Pause), "PUT", "/api/pause", EndpointAccess.Operator, (all, context) => all.Pause(context))
    {
        Summary = "Pauses one host, or everything.",
        Body = typeof(PauseRequest),
        Answer = typeof(PausesAnswer),
        OwnRefusals = [StatusCodes.Status422UnprocessableEntity],
    };

    /// <summary><c>DELETE /api/pause</c>.</summary>
    public static EndpointDefinition Resume { get; } = new(
        nameof(NovaFenceEndpoints.Resume), "DELETE", "/api/pause", EndpointAccess.Operator, (all, context) => all.Resume(context))
    {
        Summary = "Ends the pause of one host, the pause of everything, or a storm.",
        Query = static () => [PauseEndpoints.ResumedHost, PauseEndpoints.ResumedStorm, PauseEndpoints.ResumedReceiver],
        Answer = typeof(PausesAnswer),
        OwnRefusals = [StatusCodes.Status400BadRequest, StatusCodes.Status422UnprocessableEntity, StatusCodes.Status503ServiceUnavailable],
    };

    /// <summary><c>POST /api/explain</c>.</summary>
    public static EndpointDefinition Explain { get; } = new(
        nameof(NovaFenceEndpoints.Explain), "POST", "/api/explain", EndpointAccess.Reader, (all, context) => all.Explain(context))
    {
        Summary = "Says what would become of a delivery, and why. Changes nothing.",
        Body = typeof(object),
        Query = static () => [ExplainEndpoint.Receiver],
        Answer = typeof(ExplanationsAnswer),
    };

    /// <summary><c>GET /api/audit</c>.</summary>
    public static EndpointDefinition ShowAudit { get; } = new(
        nameof(NovaFenceEndpoints.ShowAudit), "GET", "/api/audit", EndpointAccess.Reader, (all, context) => all.ShowAudit(context))
    {
        Summary = "Shows the last audit, and those before it that found something else.",
        Query = static () => [Limit.Parameter(AuditEndpoints.DefaultLimit)],
        Answer = typeof(AuditAnswer),
        OwnRefusals = [StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable],
    };

    /// <summary><c>POST /api/audit</c>.</summary>
    public static EndpointDefinition RunAudit { get; } = new(
        nameof(NovaFenceEndpoints.RunAudit), "POST", "/api/audit", EndpointAccess.Operator, (all, context) => all.RunAudit(context))
    {
        Summary = "Audits now.",
        Answer = typeof(AuditAnswer),
        Statuses = [StatusCodes.Status200OK, StatusCodes.Status503ServiceUnavailable],
    };

    /// <summary><c>GET /api/health/live</c>.</summary>
    public static EndpointDefinition Live { get; } = new(
        nameof(NovaFenceEndpoints.Live), "GET", "/api/health/live", EndpointAccess.Anybody, (all, context) => all.Live(context))
    {
        Summary = "Says that the process answers.",
        Answer = typeof(HealthAnswer),
    };

    /// <summary><c>GET /api/health/ready</c>.</summary>
    public static EndpointDefinition Ready { get; } = new(
        nameof(NovaFenceEndpoints.Ready), "GET", "/api/health/ready", EndpointAccess.Anybody, (all, context) => all.Ready(context))
    {
        Summary = "Says whether a Keystone token and the ledger are there and audits run; what is missing is shown to readers.",
        Query = static () => [HealthEndpoints.Require],
        Answer = typeof(HealthAnswer),
        Statuses = [StatusCodes.Status200OK, StatusCodes.Status503ServiceUnavailable],
        OwnRefusals = [StatusCodes.Status400BadRequest],
    };

    /// <summary><c>GET /api/status</c>.</summary>
    public static EndpointDefinition ShowStatus { get; } = new(
        nameof(NovaFenceEndpoints.ShowStatus), "GET", "/api/status", EndpointAccess.Reader, (all, context) => all.ShowStatus(context))
    {
        Summary = "Says in one sentence how it is, whether a person is needed and for what, and shows the numbers behind it.",
        Answer = typeof(Status),
    };

    /// <summary><c>GET /api/report</c>.</summary>
    public static EndpointDefinition ShowReport { get; } = new(
        nameof(NovaFenceEndpoints.ShowReport), "GET", "/api/report", EndpointAccess.Reader, (all, context) => all.ShowReport(context))
    {
        Summary = "Says of each host how often it was forced down and unset over some time, or would have been, and what was held and why.",
        Query = static () => [ReportQuery.Since],
        Answer = typeof(Report),
        OwnRefusals = [StatusCodes.Status400BadRequest, StatusCodes.Status503ServiceUnavailable],
    };

    /// <summary><c>GET /api/openapi.json</c>.</summary>
    public static EndpointDefinition OpenApi { get; } = new(
        nameof(NovaFenceEndpoints.OpenApi), "GET", "/api/openapi.json", EndpointAccess.Anybody, (all, context) => all.OpenApi(context))
    {
        Summary = "Describes the API: this document.",
        Answer = typeof(object),
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<EndpointDefinition> All { get; } =
    [
        Alertmanager, Grafana, PagerDuty, Generic, ShowStatus, ShowReport, ListHosts, ShowHost, ListEvents, ListFleetEvents, ForceDown, ShowPauses, Pause, Resume, Explain, ShowAudit, RunAudit,
        Live, Ready, OpenApi,
    ];
}
