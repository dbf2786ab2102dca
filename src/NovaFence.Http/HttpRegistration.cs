using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using NovaFence.Core.Decisions;
using NovaFence.Core.Options;
using NovaFence.Core.Telemetry;
using NovaFence.Http.Access;
using NovaFence.Http.Announcing;
using NovaFence.Http.Answers;
using NovaFence.Http.Bodies;
using NovaFence.Http.Endpoints;
using NovaFence.Http.Notifying;
using NovaFence.Http.Options;
using NovaFence.Http.Outbound;
using NovaFence.Http.Page;
using NovaFence.Http.Receivers;
using NovaFence.Http.Receivers.Alertmanager;
using NovaFence.Http.Receivers.Grafana;
using NovaFence.Http.Receivers.PagerDuty;
using NovaFence.Http.Recording;

namespace NovaFence.Http;

/// <summary>Registers what answers over HTTP.</summary>
public static class HttpRegistration
{
    private const string HostsSection = "NovaFence:Hosts";

    /// <summary>
    /// Registers <see cref="NovaFenceEndpoints"/> and <see cref="IDeliveryReader"/>, and binds <see cref="ReceiversOptions"/>,
    /// <see cref="AccessOptions"/>, <see cref="RecordOptions"/>, <see cref="AnnounceOptions"/>, <see cref="NotifyOptions"/>, <see cref="ConnectionsOptions"/> and <see cref="HostsOptions"/>. Core's services and the ports behind them are registered
    /// elsewhere, but for <see cref="Core.Audit.IAnnouncements"/> and <see cref="Core.Notify.INotificationSender"/>, which speak HTTP and are here.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The root of the configuration, which holds <c>NovaFence:…</c>.</param>
    /// <param name="answers">Marks answers, where a sandbox hosts the endpoints.</param>
    /// <returns>The same services.</returns>
    /// <remarks>Wrong configuration stops the start with an <see cref="OptionsValidationException"/> that lists every problem with its key.</remarks>
    public static IServiceCollection AddNovaFenceHttp(
        this IServiceCollection services, IConfiguration configuration, Action<AnswerOptions>? answers = null)
    {
        services.AddOptions<AnswerOptions>();
        if (answers is not null)
            services.Configure(answers);
        services.AddNovaFenceOptions<ReceiversOptions>(configuration, ReceiversOptions.Section).AddNovaFenceOptionsCheck<ReceiversOptions, ReceiversCheck>();
        services.AddNovaFenceOptions<AccessOptions>(configuration, AccessOptions.Section).AddNovaFenceOptionsCheck<AccessOptions, AccessCheck>();
        services.AddNovaFenceOptions<ConnectionsOptions>(configuration, ConnectionsOptions.Section).AddNovaFenceOptionsCheck<ConnectionsOptions, ConnectionsCheck>();
        services.AddNovaFenceOptions<HostsOptions>(configuration, HostsSection).AddNovaFenceOptionsCheck<HostsOptions, PagerDutyPatternCheck>();
        services.AddNovaFenceOptions<RecordOptions>(configuration, RecordOptions.Section);
        services.AddHostedService<RecordingFolder>();

        OutboundClient.Add(services);
        services.AddAnnouncements(configuration).AddNotifying(configuration);

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<NovaFenceMetrics>();
        services.TryAddSingleton<DeliveryLines>();
        services.AddSingleton<DistributedContextPropagator, NoParents>();
        services.AddSingleton<BodyRooms>();
        services.AddSingleton<BodyReader>();
        services.AddSingleton<AnswerWriter>();
        services.AddSingleton<AccessGate>();
        services.AddSingleton<UnprovenLines>();
        services.AddSingleton<Doorkeeper>();
        services.AddSingleton<AlertmanagerReceiver>();
        services.AddSingleton<GrafanaReceiver>();
        services.AddSingleton<PagerDutyReceiver>();
        services.AddSingleton<ReceiverList>();
        services.Replace(ServiceDescriptor.Singleton(_ => Known(configuration)));
        services.AddSingleton<IDeliveryReader, DeliveryReader>();
        services.AddSingleton<DeliveryRecorder>();
        services.AddSingleton<RequestedWork>();
        services.AddSingleton<MissedAudit>();
        services.AddSingleton<Reception>();
        services.AddSingleton<HostEndpoints>();
        services.AddSingleton<ForceDownEndpoint>();
        services.AddSingleton<PauseEndpoints>();
        services.AddSingleton<ExplainEndpoint>();
        services.AddSingleton<AuditEndpoints>();
        services.AddSingleton<Readiness>();
        services.AddSingleton<HealthEndpoints>();
        services.AddSingleton<StatusEndpoint>();
        services.AddSingleton<ReportEndpoint>();
        services.AddSingleton<OpenApiEndpoint>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<SignInAttempts>();
        services.AddSingleton<FleetSnapshots>();
        services.AddSingleton<PageViews>();
        services.AddSingleton<PageActions>();
        services.AddSingleton<PageEndpoints>();
        services.AddSingleton(Compose);
        return services;
    }

    /// <summary>What routes may name. Read before anything is validated, so that a fault of one of them does not hide those of the routes.</summary>
    private static KnownReceivers Known(IConfiguration configuration) => KnownReceivers.BuiltIn.With(
        configuration.ReadNovaFenceOptions<ReceiversOptions>(ReceiversOptions.Section).Generic
            .Where(one => !string.IsNullOrEmpty(one.Name))
            .Select(one => (one.Name!, one.Secrets.Count > 0, ReadAs(one))));

    private static string ReadAs(GenericReceiverOptions options) => string.Join(
        '\n',
        [options.Pointers.List, options.Pointers.Key ?? "", options.Pointers.Host ?? "", options.Pointers.Status ?? "", options.Pointers.Time ?? "", options.Pointers.Labels ?? "", .. options.Firing.Order(StringComparer.Ordinal)]);

    /// <summary>By hand, because the constructor is not public: its parts are nobody else's business.</summary>
    private static NovaFenceEndpoints Compose(IServiceProvider provider)
    {
        var metrics = provider.GetRequiredService<NovaFenceMetrics>();
        foreach (var receiver in provider.GetRequiredService<ReceiverList>().All.Where(receiver => receiver.Off is null))
            metrics.Expect(receiver.Name);
        foreach (var route in provider.GetService<RouteTable>()?.Routes ?? [])
            metrics.Expect(route.Receiver, route.Name);
        return Make(provider);
    }

    private static NovaFenceEndpoints Make(IServiceProvider provider) => new(
        provider.GetRequiredService<Doorkeeper>(),
        provider.GetRequiredService<Reception>(),
        provider.GetRequiredService<AlertmanagerReceiver>(),
        provider.GetRequiredService<GrafanaReceiver>(),
        provider.GetRequiredService<PagerDutyReceiver>(),
        provider.GetRequiredService<ReceiverList>(),
        provider.GetRequiredService<HostEndpoints>(),
        provider.GetRequiredService<ForceDownEndpoint>(),
        provider.GetRequiredService<PauseEndpoints>(),
        provider.GetRequiredService<ExplainEndpoint>(),
        provider.GetRequiredService<AuditEndpoints>(),
        provider.GetRequiredService<HealthEndpoints>(),
        provider.GetRequiredService<StatusEndpoint>(),
        provider.GetRequiredService<ReportEndpoint>(),
        provider.GetRequiredService<OpenApiEndpoint>(),
        provider.GetRequiredService<PageEndpoints>());
}
