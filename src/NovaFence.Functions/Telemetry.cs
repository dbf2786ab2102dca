using Azure.Core;
using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using NovaFence.Core;
using NovaFence.Core.Telemetry;
using NovaFence.OpenStack.Calls;
using NovaFence.Power;
using OpenTelemetry;

namespace NovaFence.Functions;

/// <summary>
/// Sends the worker's own logs, traces and metrics to Application Insights, to a collector of OpenTelemetry's, or to both. What goes through the host instead loses its
/// category, its event id's number and its values, and what is logged outside a function (at the start, while a token is kept warm) is dropped there; the
/// alerts of <c>infra/modules/alerts.bicep</c> need all of it.
/// </summary>
internal static class Telemetry
{
    /// <summary>Where Application Insights is, as Azure sets it. Without it nothing is sent there, as on a developer's machine.</summary>
    private const string ConnectionString = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    /// <summary>
    /// Where a collector is. The exporter reads it, and what else belongs to it, itself
    /// (https://opentelemetry.io/docs/specs/otel/protocol/exporter/).
    /// </summary>
    private const string Collector = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>The client id of the app's identity, where it is a user-assigned one.</summary>
    private const string ClientId = "AZURE_CLIENT_ID";

    /// <summary>Adds what is configured. Application Insights is told as the app's identity, and takes no key.</summary>
    internal static void AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var insights = !string.IsNullOrEmpty(configuration[ConnectionString]);
        var collector = !string.IsNullOrEmpty(configuration[Collector]);
        if (!insights && !collector)
            return;

        var telemetry = services.AddOpenTelemetry().UseFunctionsWorkerDefaults()
            .WithMetrics(static metrics => metrics.AddMeter(NovaFenceMetrics.MeterName, NovaMetrics.MeterName, PowerMetrics.MeterName))
            .WithTracing(static traces => traces.AddSource(Tracing.SourceName));
        services.AddNovaFenceStatePush();
        if (collector)
            telemetry.UseOtlpExporter();
        if (insights)
        {
            telemetry.UseAzureMonitorExporter(exporter =>
            {
                exporter.Credential = Identity(configuration[ClientId]);
                // Whatever is done to traces, no verdict is dropped with the trace it belongs to.
                exporter.EnableTraceBasedLogsSampler = false;
            });
        }
    }

    /// <summary>The identity itself, and not the first of several that answers: the others are a developer's, and looking for them costs a start its seconds.</summary>
    private static TokenCredential Identity(string? clientId) => string.IsNullOrEmpty(clientId)
        ? new DefaultAzureCredential()
        : new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(clientId));
}
