using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using NovaFence.Http.Endpoints;

namespace NovaFence.Functions;

/// <summary>What senders deliver. Each proves itself with a secret of its own, which its receiver checks.</summary>
public sealed class WebhookFunctions(NovaFenceEndpoints endpoints)
{
    /// <summary><c>POST /api/webhooks/alertmanager</c>: the bearer token, and a function key where the app is built so (<see cref="WebhookLevel"/>).</summary>
    [Function(nameof(NovaFenceEndpoints.Alertmanager))]
    public Task Alertmanager([HttpTrigger(WebhookLevel.Alertmanager, "post", Route = "api/webhooks/alertmanager")] HttpRequest request) =>
        endpoints.Alertmanager(request.HttpContext);

    /// <summary><c>POST /api/webhooks/grafana</c>: its signature, or the bearer token.</summary>
    [Function(nameof(NovaFenceEndpoints.Grafana))]
    public Task Grafana([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/webhooks/grafana")] HttpRequest request) =>
        endpoints.Grafana(request.HttpContext);

    /// <summary><c>POST /api/webhooks/pagerduty</c>: its signature. PagerDuty can be given no key that would not stand in the open in its URL.</summary>
    [Function(nameof(NovaFenceEndpoints.PagerDuty))]
    public Task PagerDuty([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/webhooks/pagerduty")] HttpRequest request) =>
        endpoints.PagerDuty(request.HttpContext);

    /// <summary><c>POST /api/webhooks/{receiver}</c>: a generic receiver's signature or bearer token.</summary>
    [Function(nameof(NovaFenceEndpoints.Generic))]
    public Task Generic([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/webhooks/{receiver}")] HttpRequest request) =>
        endpoints.Generic(request.HttpContext);
}
