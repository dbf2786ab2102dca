using Microsoft.Extensions.Options;
using NovaFence.Core;
using NovaFence.Core.Telemetry;
using NovaFence.OpenStack.Calls;
using NovaFence.Power;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace NovaFence.Server.Hosting;

/// <summary>Metrics for whoever asks at <c>GET /metrics</c>; with them logs and traces to a collector of OpenTelemetry's, where one is named.</summary>
internal static class Telemetry
{
    /// <summary>
    /// Where a collector is. The exporter reads it, and what else belongs to it, itself
    /// (https://opentelemetry.io/docs/specs/otel/protocol/exporter/).
    /// </summary>
    private const string Collector = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string ServiceName = "OTEL_SERVICE_NAME";

    /// <summary>Headers that the exporter sends, a token for instance; it throws over one that has no value, and says no name.</summary>
    private static readonly string[] Headers =
        ["OTEL_EXPORTER_OTLP_HEADERS", "OTEL_EXPORTER_OTLP_LOGS_HEADERS", "OTEL_EXPORTER_OTLP_METRICS_HEADERS", "OTEL_EXPORTER_OTLP_TRACES_HEADERS"];

    internal static void AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource =>
            {
                if (string.IsNullOrEmpty(configuration[ServiceName]))
                    resource.AddService("novafence", serviceVersion: typeof(Telemetry).Assembly.GetName().Version!.ToString(3));
            })
            .WithMetrics(static metrics => metrics
                .AddMeter(NovaFenceMetrics.MeterName, NovaMetrics.MeterName, PowerMetrics.MeterName)
                // What is asked for is counted now; two that ask at once share one answer all the same.
                .AddPrometheusExporter(static exporter =>
                {
                    exporter.ScrapeResponseCacheDurationMilliseconds = 0;
                    // Every series has one scope, and its name begins with it.
                    exporter.ScopeInfoEnabled = false;
                }));
        services.AddSingleton<MetricsScrape>();
        services.AddHostedService(static provider => provider.GetRequiredService<MetricsScrape>());
        if (string.IsNullOrEmpty(configuration[Collector]))
            return;
        if (Headers.Where(name => !IsList(configuration[name])).ToList() is { Count: > 0 } broken)
            throw new OptionsValidationException(nameof(Telemetry), typeof(Telemetry), broken.Select(static name => $"{name} is no list of headers: write name=value, with commas between several"));
        telemetry.WithTracing(static traces => traces.AddSource(Tracing.SourceName)).UseOtlpExporter();
        services.AddNovaFenceStatePush();
    }

    /// <summary>As the exporter reads it (https://opentelemetry.io/docs/specs/otel/protocol/exporter/#specifying-headers-via-environment-variables).</summary>
    private static bool IsList(string? headers) =>
        string.IsNullOrEmpty(headers) || Uri.UnescapeDataString(headers).Split(',', StringSplitOptions.RemoveEmptyEntries).All(static header => header.Trim().IndexOf('=', StringComparison.Ordinal) > 0);
}
