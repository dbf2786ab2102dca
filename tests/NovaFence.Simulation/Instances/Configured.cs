using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NovaFence.Core;
using NovaFence.Core.Decisions;
using NovaFence.Core.Options;
using NovaFence.Simulation.Histories;

namespace NovaFence.Simulation.Instances;

/// <summary>What Core makes of a setup, read once as in production: by the keys a user types.</summary>
internal sealed class Configured
{
    private static readonly ConcurrentDictionary<Setup, Configured> Known = new();

    private Configured(Setup setup)
    {
        var services = new ServiceCollection();
        services.AddNovaFenceCore(new ConfigurationBuilder().AddInMemoryCollection(Settings(setup)).Build());
        using var provider = services.BuildServiceProvider();
        Options = provider.GetRequiredService<NovaFenceOptions>();
        Routes = provider.GetRequiredService<RouteTable>();
    }

    internal NovaFenceOptions Options { get; }

    internal RouteTable Routes { get; }

    internal static Configured By(Setup setup) => Known.GetOrAdd(setup, static one => new Configured(one));

    private static Dictionary<string, string?> Settings(Setup setup)
    {
        Dictionary<string, string?> settings = new(StringComparer.Ordinal)
        {
            ["NovaFence:Budget:MaxHosts"] = setup.Budget.ToString(CultureInfo.InvariantCulture),
            ["NovaFence:Budget:MaxShare"] = setup.Share.ToString(CultureInfo.InvariantCulture),
            ["NovaFence:Hosts:Labels:0"] = "host",
            ["NovaFence:Cloud:ReportInterval"] = "00:00:10",
            ["NovaFence:Fencing:Disable"] = setup.Disables ? "true" : "false",
            ["NovaFence:Release:SettleTime"] = setup.Settle.ToString("c", CultureInfo.InvariantCulture),
            ["NovaFence:Release:Heartbeats"] = setup.Heartbeats.ToString(CultureInfo.InvariantCulture),
            ["NovaFence:Release:OverdueAfter"] = "00:01:00",
        };
        if (setup.Lease != new Setup(1).Lease)
            settings["NovaFence:Fencing:Lease"] = setup.Lease.ToString("c", CultureInfo.InvariantCulture);
        if (setup.RetryFor != new Setup(1).RetryFor)
            settings["NovaFence:Holds:RetryFor"] = setup.RetryFor.ToString("c", CultureInfo.InvariantCulture);
        if (setup.HasDomains)
            settings["NovaFence:Hosts:Domains:0"] = Setup.Domain;
        if (setup.Observes)
            settings["NovaFence:Mode"] = "observe";
        if (setup.HasStorms)
        {
            settings["NovaFence:Storm:Window"] = "00:01:00";
            settings["NovaFence:Storm:MinHosts"] = "2";
        }

        if (setup.HasWatchdog)
        {
            settings["NovaFence:Watchdog:Match:0"] = $"alertname=\"{Setup.Watchdog}\"";
            settings["NovaFence:Watchdog:SilentAfter"] = Setup.SilentAfter.ToString("c", CultureInfo.InvariantCulture);
            settings["NovaFence:Watchdog:Hold"] = "true";
        }

        var routes = 0;
        if (setup.Routes == RouteChange.InsertedInFront)
            Route("front", "alertmanager", "release=~\".+\"", "asserted", "immediately");
        if (setup.Routes == RouteChange.Guarded)
            Route("guard", "alertmanager", "release=\"immediately\"", "label:proven=\"true\"", "immediately");
        if (setup.Ignores)
            settings[$"NovaFence:Routes:{routes}:Contradiction"] = "ignore";
        Route(setup.Routes == RouteChange.Swapped ? "kept" : "released", "alertmanager", "release=\"immediately\"", setup.HasSamples ? "prometheus:\"up{host='{host}'} == 0\"" : "asserted", "immediately");
        if (setup.Routes == RouteChange.RenamedWithFormerName)
            settings[$"NovaFence:Routes:{routes}:FormerNames:0"] = "healthy";
        Route(setup.Routes == RouteChange.RenamedWithFormerName ? "well again" : "healthy", "alertmanager", "release=\"whenHealthy\"", setup.HasPower ? "power:off" : "asserted", "whenHealthy");
        if (setup.Routes == RouteChange.RenamedWithFormerName)
            settings[$"NovaFence:Routes:{routes}:FormerNames:0"] = "kept";
        Route(setup.Routes is RouteChange.Renamed or RouteChange.RenamedWithFormerName ? "kept back" : setup.Routes == RouteChange.Swapped ? "released" : "kept", "alertmanager", "release=\"manually\"", "asserted", "manually");
        if (setup.SwitchesOff)
        {
            settings["NovaFence:Power:AllowOff"] = "true";
            settings[$"NovaFence:Routes:{routes}:PowerOff"] = "true";
        }

        Route("labelled", "alertmanager", "release=\"labelled\"", setup.TwoAgree ? "any(label:fenced=\"true\", corroborated:2)" : "label:fenced=\"true\"", "immediately");
        Route("urgent", "pagerduty", "urgency=\"high\"", "asserted", "manually");
        Route("paged", "pagerduty", "*", "asserted", "immediately");
        return settings;

        void Route(string name, string receiver, string match, string evidence, string release)
        {
            var key = $"NovaFence:Routes:{routes++}";
            settings[$"{key}:Name"] = name;
            settings[$"{key}:Receiver"] = receiver;
            settings[$"{key}:Match:0"] = match;
            settings[$"{key}:Evidence"] = evidence;
            settings[$"{key}:Release"] = release;
        }
    }
}
