using NovaFence.Core.Alerts;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Fencing;
using NovaFence.Core.Hosts;
using NovaFence.Core.Options;
using NovaFence.Core.Routing;

namespace NovaFence.Core.Tests.Decisions;

/// <summary>A situation in which a firing alert forces compute1 down, to vary one thing of at a time.</summary>
internal static class Cases
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

    internal static AlertEvent Resolved { get; } = Firing with { Status = AlertStatus.Resolved, At = Now };

    internal static Route Route { get; } = new("hosts", "alertmanager", [], new Evidence.Asserted(), ReleasePolicy.Immediately);

    internal static Situation Situation { get; } = new()
    {
        Now = Now,
        Route = Route,
        Release = ReleasePolicy.Immediately,
        Resolution = new HostResolution.Found(new ComputeHost("compute1", "fae1dd2f-8390-489a-9753-8710c787980c"), "host"),
        Mode = FenceMode.Fence,
        HostsDown = 0,
        BudgetLimit = 3,
        FleetSize = 20,
        MaxAge = TimeSpan.FromMinutes(15),
        MaxClockSkew = TimeSpan.FromMinutes(5),
    };

    internal static FenceRecord Down { get; } = new FenceRecord { Host = "compute1", State = FenceState.Down, Owner = FenceOwner.Alert, Route = "hosts" }
        .With(Firing, accepted: true, "hosts", hold: null);

    internal static AlertEvent Another(AlertStatus status, DateTimeOffset at) => Firing with { Fingerprint = "f2", Status = status, At = at };
}
