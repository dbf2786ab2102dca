using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;

namespace NovaFence.Functions;

/// <summary>
/// Sends the worker's own logs and traces to Application Insights. What goes through the host instead loses its category, its event id's number
/// and its values, and what is logged outside a function (at the start, while a token is kept warm) is dropped there; the alerts of
/// <c>infra/alerts.bicep</c> need all of it.
/// </summary>
internal static class Telemetry
{
    /// <summary>Where it is sent, as Azure sets it. Without it nothing is, as on a developer's machine.</summary>
    private const string ConnectionString = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    /// <summary>Adds it. The credential is the app's identity (<c>AZURE_CLIENT_ID</c>): Application Insights takes no key.</summary>
    internal static void AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        if (string.IsNullOrEmpty(configuration[ConnectionString]))
            return;

        services.AddOpenTelemetry().UseFunctionsWorkerDefaults().UseAzureMonitorExporter(exporter =>
        {
            exporter.Credential = new DefaultAzureCredential();
            // Whatever is done to traces, no verdict is dropped with the trace it belongs to.
            exporter.EnableTraceBasedLogsSampler = false;
        });
    }
}
