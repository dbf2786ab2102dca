using NovaFence.Core.Alerts;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;

namespace NovaFence.Core.Tests.Decisions;

/// <summary>Situations in which a firing alert forces compute1 down, or its end unsets it, to vary one thing of at a time.</summary>
internal static class Situations
{
    internal static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    internal static AlertEvent Firing { get; } = new()
    {
        Receiver = "alertmanager",
        Fingerprint = "f1",
        Status = AlertStatus.Firing,
        At = Now.AddMinutes(-1),
        ReceivedAt = Now,
        Labels = new Dictionary<string, string> { ["alertname"] = "HostDown", ["host"] = "compute1" },
    };

    internal static Route Route { get; } = new("hosts", "alertmanager", [], new Evidence.Asserted(), ReleasePolicy.Immediately);

    /// <summary>A new alert of a host that is dead, seen free.</summary>
    internal static Situation Fires { get; } = new()
    {
        Now = Now,
        Status = AlertStatus.Firing,
        At = Now.AddMinutes(-1),
        Receiver = "alertmanager",
        Route = Route,
        Resolution = new HostResolution.Found(new ComputeHost("compute1", "fae1dd2f-8390-489a-9753-8710c787980c"), "host"),
        Order = AlertOrder.NewPeriod,
        Seen = SeenAs.Free,
        Release = ReleasePolicy.Immediately,
        BudgetLimit = 3,
        ShareLimit = 4,
        HourLimit = 6,
        HostHourLimit = 2,
        StormLimit = 6,
        FleetSize = 20,
    };

    /// <summary>The end of the only alert of a host that it holds down.</summary>
    internal static Situation Resolves { get; } = Fires with
    {
        Status = AlertStatus.Resolved,
        At = Now,
        Order = AlertOrder.Ended,
        IsKnown = true,
        State = HostState.Down,
        Owner = HostOwner.Alert,
        HasPlace = true,
    };
}
