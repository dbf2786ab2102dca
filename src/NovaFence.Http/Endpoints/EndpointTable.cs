namespace NovaFence.Http.Endpoints;

/// <summary>Every endpoint, once. The server maps this list; a test holds the functions against it.</summary>
public static class EndpointTable
{
    /// <summary><c>POST /api/webhooks/alertmanager</c>.</summary>
    public static EndpointDefinition Alertmanager { get; } = new(
        nameof(NovaFenceEndpoints.Alertmanager), "POST", "/api/webhooks/alertmanager", EndpointAccess.Sender, (all, context) => all.Alertmanager(context));

    /// <summary><c>POST /api/webhooks/grafana</c>.</summary>
    public static EndpointDefinition Grafana { get; } = new(
        nameof(NovaFenceEndpoints.Grafana), "POST", "/api/webhooks/grafana", EndpointAccess.Sender, (all, context) => all.Grafana(context));

    /// <summary><c>POST /api/webhooks/pagerduty</c>.</summary>
    public static EndpointDefinition PagerDuty { get; } = new(
        nameof(NovaFenceEndpoints.PagerDuty), "POST", "/api/webhooks/pagerduty", EndpointAccess.Sender, (all, context) => all.PagerDuty(context));

    /// <summary><c>POST /api/webhooks/{receiver}</c>: a generic receiver.</summary>
    public static EndpointDefinition Generic { get; } = new(
        nameof(NovaFenceEndpoints.Generic), "POST", "/api/webhooks/{receiver}", EndpointAccess.Sender, (all, context) => all.Generic(context));

    /// <summary><c>GET /api/hosts</c>.</summary>
    public static EndpointDefinition ListHosts { get; } = new(
        nameof(NovaFenceEndpoints.ListHosts), "GET", "/api/hosts", EndpointAccess.Reader, (all, context) => all.ListHosts(context));

    /// <summary><c>GET /api/hosts/{host}</c>.</summary>
    public static EndpointDefinition ShowHost { get; } = new(
        nameof(NovaFenceEndpoints.ShowHost), "GET", "/api/hosts/{host}", EndpointAccess.Reader, (all, context) => all.ShowHost(context));

    /// <summary><c>GET /api/hosts/{host}/events</c>.</summary>
    public static EndpointDefinition ListEvents { get; } = new(
        nameof(NovaFenceEndpoints.ListEvents), "GET", "/api/hosts/{host}/events", EndpointAccess.Reader, (all, context) => all.ListEvents(context));

    /// <summary><c>GET /api/events</c>.</summary>
    public static EndpointDefinition ListFleetEvents { get; } = new(
        nameof(NovaFenceEndpoints.ListFleetEvents), "GET", "/api/events", EndpointAccess.Reader, (all, context) => all.ListFleetEvents(context));

    /// <summary><c>PUT /api/hosts/{host}/force-down</c>.</summary>
    public static EndpointDefinition ForceDown { get; } = new(
        nameof(NovaFenceEndpoints.ForceDown), "PUT", "/api/hosts/{host}/force-down", EndpointAccess.Operator, (all, context) => all.ForceDown(context));

    /// <summary><c>GET /api/pause</c>.</summary>
    public static EndpointDefinition ShowPauses { get; } = new(
        nameof(NovaFenceEndpoints.ShowPauses), "GET", "/api/pause", EndpointAccess.Reader, (all, context) => all.ShowPauses(context));

    /// <summary><c>PUT /api/pause</c>.</summary>
    public static EndpointDefinition Pause { get; } = new(
        nameof(NovaFenceEndpoints.Pause), "PUT", "/api/pause", EndpointAccess.Operator, (all, context) => all.Pause(context));

    /// <summary><c>DELETE /api/pause</c>.</summary>
    public static EndpointDefinition Resume { get; } = new(
        nameof(NovaFenceEndpoints.Resume), "DELETE", "/api/pause", EndpointAccess.Operator, (all, context) => all.Resume(context));

    /// <summary><c>POST /api/explain</c>.</summary>
    public static EndpointDefinition Explain { get; } = new(
        nameof(NovaFenceEndpoints.Explain), "POST", "/api/explain", EndpointAccess.Reader, (all, context) => all.Explain(context));

    /// <summary><c>GET /api/audit</c>.</summary>
    public static EndpointDefinition ShowAudit { get; } = new(
        nameof(NovaFenceEndpoints.ShowAudit), "GET", "/api/audit", EndpointAccess.Reader, (all, context) => all.ShowAudit(context));

    /// <summary><c>POST /api/audit</c>.</summary>
    public static EndpointDefinition RunAudit { get; } = new(
        nameof(NovaFenceEndpoints.RunAudit), "POST", "/api/audit", EndpointAccess.Operator, (all, context) => all.RunAudit(context));

    /// <summary><c>GET /api/health/live</c>.</summary>
    public static EndpointDefinition Live { get; } = new(
        nameof(NovaFenceEndpoints.Live), "GET", "/api/health/live", EndpointAccess.Anybody, (all, context) => all.Live(context));

    /// <summary><c>GET /api/health/ready</c>.</summary>
    public static EndpointDefinition Ready { get; } = new(
        nameof(NovaFenceEndpoints.Ready), "GET", "/api/health/ready", EndpointAccess.Anybody, (all, context) => all.Ready(context));

    /// <summary>All of them.</summary>
    public static IReadOnlyList<EndpointDefinition> All { get; } =
        [Alertmanager, Grafana, PagerDuty, Generic, ListHosts, ShowHost, ListEvents, ListFleetEvents, ForceDown, ShowPauses, Pause, Resume, Explain, ShowAudit, RunAudit, Live, Ready];
}
