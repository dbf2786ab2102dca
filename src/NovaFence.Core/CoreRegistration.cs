using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NovaFence.Core.Audit;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Core.Notify;
using NovaFence.Core.Options;
using NovaFence.Core.Power;
using NovaFence.Core.Telemetry;

namespace NovaFence.Core;

/// <summary>Registers Core: <see cref="IFencer"/>, <see cref="IHostDirectory"/>, <see cref="IAuditor"/>, <see cref="IAuditHistory"/>, <see cref="IAuditWatch"/>, <see cref="IPauses"/>, <see cref="IExplainer"/> and <see cref="ICheckup"/>.</summary>
public static class CoreRegistration
{
    /// <summary>
    /// Adds the timer that does what waits for a time, as a server does. Without it <see cref="IDueWork"/> and <see cref="IOutbox"/> are done by whoever
    /// delivers, asks or audits.
    /// </summary>
    public static IServiceCollection AddNovaFenceTimer(this IServiceCollection services)
    {
        services.AddSingleton(new DueWorkTimer(IsOn: true));
        services.AddHostedService<DueWorkService>();
        services.AddHostedService<OutboxService>();
        return services;
    }

    /// <summary>Keeps the gauges up to date for exporters that send by themselves. One that is asked refreshes them with <see cref="IStateGauges"/>.</summary>
    public static IServiceCollection AddNovaFenceStatePush(this IServiceCollection services) => services.AddHostedService<StateGaugesService>();

    /// <summary>Adds the audit at the start, as both heads do it: what a predecessor left waits for no timer.</summary>
    public static IServiceCollection AddNovaFenceAuditAtStart(this IServiceCollection services) => services.AddHostedService<AuditAtStartService>();

    /// <summary>
    /// Adds Core with the options under <c>NovaFence:</c>. It needs an <see cref="Cloud.ICloud"/>, an
    /// <see cref="Cloud.IEvacuations"/> and an <see cref="Ledger.ILedger"/> beside it, and for <see cref="ICheckup"/> a <see cref="Cloud.ICloudCheck"/>.
    /// Wrong options stop the start with an <see cref="OptionsValidationException"/> that names each key.
    /// </summary>
    public static IServiceCollection AddNovaFenceCore(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddNovaFenceOptions<NovaFenceOptions>(configuration, NovaFenceOptions.Section);
        services.AddNovaFenceOptionsCheck<NovaFenceOptions, RoutesCheck>();
        services.AddNovaFenceOptionsCheck<NovaFenceOptions, HostsCheck>();
        services.AddNovaFenceOptionsCheck<NovaFenceOptions, ScheduleCheck>();
        services.AddNovaFenceOptionsCheck<NovaFenceOptions, PowerTimingCheck>();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<NovaFenceOptions>>().Value);
        services.AddSingleton(provider => RouteTable.Read(provider.GetRequiredService<NovaFenceOptions>(), provider.GetRequiredService<KnownReceivers>(), out _));
        services.TryAddSingleton(KnownReceivers.BuiltIn);
        services.TryAddSingleton(new RoutesNeed(IsNeeded: true));
        services.AddSteadyClock();
        services.TryAddSingleton(Random.Shared);
        services.TryAddSingleton<NovaFenceMetrics>();
        services.TryAddSingleton<DeliveryLines>();
        services.AddSingleton<LedgerCache>();
        services.AddSingleton<KnownFleet>();
        services.AddSingleton<FleetCache>();
        services.AddSingleton<UnwrittenIdentities>();
        services.AddSingleton<RunningAttempts>();
        services.AddSingleton<HostSchedule>();
        services.AddSingleton<HeardEnds>();
        services.AddSingleton<HostDecider>();
        services.AddSingleton<EvacuationQuestions>();
        services.AddSingleton<HostReconciler>();
        services.TryAddSingleton<NoPower>();
        services.TryAddSingleton<IPower>(provider => provider.GetRequiredService<NoPower>());
        services.TryAddSingleton<ISamples>(provider => provider.GetRequiredService<NoPower>());
        services.AddSingleton<Fencer>();
        services.AddSingleton<IFencer>(provider => provider.GetRequiredService<Fencer>());
        services.TryAddSingleton(new DueWorkTimer(IsOn: false));
        services.AddSingleton<Drills>();
        services.AddSingleton<DueWork>();
        services.AddSingleton<IDueWork>(provider => provider.GetRequiredService<DueWork>());
        services.AddSingleton<HostDirectory>();
        services.AddSingleton<IHostDirectory>(provider => provider.GetRequiredService<HostDirectory>());
        services.AddSingleton<IPauses, Pauses>();
        services.AddSingleton<IExplainer, Explainer>();
        services.AddSingleton<LedgerCheck>();
        services.AddSingleton<InForce>();
        services.AddSingleton<IInForce>(provider => provider.GetRequiredService<InForce>());
        services.AddSingleton<ICheckup, Checkup>();
        services.AddSingleton<Findings>();
        services.AddSingleton<IHostNeeds>(provider => provider.GetRequiredService<Findings>());
        services.AddSingleton<AuditJournal>();
        services.AddSingleton<IAuditHistory>(provider => provider.GetRequiredService<AuditJournal>());
        services.TryAddSingleton<INotificationSender, NobodyToNotify>();
        services.AddSingleton<IOutbox, Outbox>();
        services.AddSingleton<OutboxTidy>();
        services.AddSingleton<Housekeeping>();
        services.AddSingleton<MomentsAhead>();
        services.TryAddSingleton<IAnnouncements, Unannounced>();
        services.AddSingleton<AuditTimes>();
        services.AddSingleton<AuditClaims>();
        services.AddSingleton<Auditor>();
        services.AddSingleton<IAuditor>(provider => provider.GetRequiredService<Auditor>());
        services.AddSingleton<IAuditWatch, AuditWatch>();
        services.TryAddSingleton<IStorePlaces, UnknownPlaces>();
        services.AddSingleton<StatusReporter>();
        services.AddSingleton<IStatus>(provider => provider.GetRequiredService<StatusReporter>());
        services.AddSingleton<IReport, ReportReader>();
        services.AddSingleton<IStateGauges, StateGauges>();
        services.AddSingleton<ILedgerProbe, LedgerProbe>();
        services.AddSingleton<ICloudWatch, CloudWatch>();
        services.AddSingleton<ILedgerAdoption, LedgerAdoption>();
        services.AddSingleton<IOpening, Opening>();
        services.AddHostedService<OpeningService>();
        return services;
    }

    /// <summary>Whatever clock was given, everybody has it as a <see cref="SteadyClock"/>: two that take a leap otherwise would be hours apart.</summary>
    private static void AddSteadyClock(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        var given = services.Last(static service => service.ServiceType == typeof(TimeProvider));
        services.AddSingleton(provider => new SteadyClock((TimeProvider)(given.ImplementationInstance ?? given.ImplementationFactory!(provider))));
        services.AddSingleton<TimeProvider>(static provider => provider.GetRequiredService<SteadyClock>());
    }
}
