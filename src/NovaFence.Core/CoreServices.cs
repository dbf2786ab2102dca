using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using NovaFence.Core.Auditing;
using NovaFence.Core.Bookkeeping;
using NovaFence.Core.Checking;
using NovaFence.Core.Explaining;
using NovaFence.Core.Fencing;
using NovaFence.Core.Hosts;
using NovaFence.Core.Options;
using NovaFence.Core.Pauses;
using NovaFence.Core.Routing;
using NovaFence.Core.Starting;

namespace NovaFence.Core;

/// <summary>Registers Core: <see cref="IFencer"/>, <see cref="IHostDirectory"/>, <see cref="IAuditor"/>, <see cref="IAuditHistory"/>, <see cref="IPauses"/>, <see cref="IExplainer"/> and <see cref="ICheckup"/>.</summary>
public static class CoreServices
{
    /// <summary>
    /// Adds Core with the options under <c>NovaFence:</c>. It needs an <see cref="Cloud.ICloud"/>, an
    /// <see cref="Cloud.IEvacuations"/> and an <see cref="Ledger.ILedger"/> beside it, and for <see cref="ICheckup"/> a <see cref="Cloud.ICloudCheck"/>.
    /// Wrong options stop the start with an <see cref="OptionsValidationException"/> that names each key.
    /// </summary>
    public static IServiceCollection AddNovaFenceCore(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<NovaFenceOptions>().Bind(configuration.GetSection(NovaFenceOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<NovaFenceOptions>, NovaFenceOptionsValidator>();
        services.AddSingleton<IValidateOptions<NovaFenceOptions>, RoutesValidator>();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<NovaFenceOptions>>().Value);
        services.AddSingleton(provider => RouteTable.Read(provider.GetRequiredService<NovaFenceOptions>(), out _));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(Random.Shared);
        services.AddSingleton<Book>();
        services.AddSingleton<FleetRegistry>();
        services.AddSingleton<RunningAttempts>();
        services.AddSingleton<Intents>();
        services.AddSingleton<Intake>();
        services.AddSingleton<OperatorIntake>();
        services.AddSingleton<Conclusion>();
        services.AddSingleton<Performer>();
        services.AddSingleton<Fencer>();
        services.AddSingleton<IFencer>(provider => provider.GetRequiredService<Fencer>());
        services.AddSingleton<IHostDirectory, HostDirectory>();
        services.AddSingleton<IPauses, PauseBook>();
        services.AddSingleton<IExplainer, Explainer>();
        services.AddSingleton<LedgerCheck>();
        services.AddSingleton<ICheckup, Checkup>();
        services.AddSingleton<Comparison>();
        services.AddSingleton<Recovery>();
        services.AddSingleton<Silence>();
        services.AddSingleton<Reassertion>();
        services.AddSingleton<Examination>();
        services.AddSingleton<AuditJournal>();
        services.AddSingleton<IAuditHistory>(provider => provider.GetRequiredService<AuditJournal>());
        services.AddSingleton<Housekeeping>();
        services.TryAddSingleton<IAnnouncements, Unannounced>();
        services.AddSingleton<IAuditor, Auditor>();
        services.AddSingleton<IOpening, Opening>();
        services.AddHostedService<OpeningService>();
        return services;
    }
}
