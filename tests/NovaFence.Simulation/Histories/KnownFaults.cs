using NovaFence.Core.Alerts;
using NovaFence.Simulation.Outside;

namespace NovaFence.Simulation.Histories;

/// <summary>What the first edition did wrong, as histories: each was seen in it, and none may come back.</summary>
internal static class KnownFaults
{
    private const string Host = "compute1";

    private static readonly Setup AtOnce = new(2) { Settle = TimeSpan.Zero };
    private static readonly Setup Settling = new(2);

    internal static IReadOnlyList<KnownFault> All { get; } =
    [
        new("an alert that resumes with its old startsAt is never believed again", 1, 4, Of(Settling, 1,
            Dies(5), Fires(30, AlertKind.Released, since: 28), Ends(100, AlertKind.Released), Audits(160), Fires(200, AlertKind.Released, since: 28), Audits(260))),
        new("a host is unset while its alert fires again with its old startsAt", 1, 8, Of(Settling, 1,
            Dies(5), Fires(30, AlertKind.Healthy, since: 28), Ends(100, AlertKind.Healthy), Fires(110, AlertKind.Healthy, since: 28), Reports(112), Audits(115), Audits(140), Audits(165), Audits(190))),
        new("one of a pair of Alertmanagers is cut off and says resolved, while the other goes on firing", 1, 4, Of(Settling, 2,
            Dies(5), Fires(30, AlertKind.Released, since: 28), Ends(100, AlertKind.Released),
            new Deliver(S(103), 1, [Fired(AlertKind.Released, 28)]) { Peer = 1 }, Audits(125), Audits(170))),
        new("what another forced down before the alert is unset by us", 2, 2, Of(Settling, 1,
            Dies(5), Does(40, Meddling.ForcesDown), Fires(42, AlertKind.Released, since: 41), Ends(60, AlertKind.Released), Audits(90))),
        new("what another forced down before a restart is unset by us", 2, 2, Of(Settling, 1,
            Dies(5), Does(40, Meddling.ForcesDown), new Outage(S(41), OfLedger: false, null, S(3)), new Reconfigure(S(41.5), RouteChange.None), Fires(45, AlertKind.Released, since: 44), Ends(60, AlertKind.Released), Audits(90))),
        new("what a person disabled is disabled by us, and enabled when its alert ends", 2, 2, Of(Settling with { Disables = true }, 1,
            Dies(5), Does(30, Meddling.Disables), Fires(42, AlertKind.Released, since: 41), Ends(60, AlertKind.Released), Audits(90))),
        new("a route inserted in front releases what an operator is to release", 3, 8, Of(Settling, 1,
            Dies(5), Fires(30, AlertKind.Kept, since: 28), new Reconfigure(S(50), RouteChange.InsertedInFront), Ends(60, AlertKind.Kept), Audits(90))),
        new("an incident whose urgency was lowered is released by the route of its last event", 3, 8, Of(Settling, 1,
            Dies(5), Fires(30, AlertKind.Urgent, since: 28), new Deliver(S(60), 0, [Ended(AlertKind.Urgent, 59.8) with { IsLowered = true }]), Audits(90))),
        new("an alert that is taken while an unset is under way is forgotten as a pause falls in between", 4, 6, Of(AtOnce, 2,
            Dies(1), Fires(30, AlertKind.Released, since: 28), new CloudTrouble(S(59.9), CloudFault.Slow, S(4)), Ends(60, AlertKind.Released),
            new Deliver(S(61), 1, [Fired(AlertKind.Labelled, 60.9)]) { Peer = 1 }, new Pause(S(62), 1, Host, null), Audits(120))),
        new("an operator's force-down is lost as one PUT of the audit is refused", 5, 6, Of(AtOnce, 2,
            new CloudTrouble(S(2.224), CloudFault.Late, S(7.823)), new Command(S(2.288), 1, Host, Down: false), new Command(S(3.464), 0, Host, Down: true),
            Audits(23.593), new CloudTrouble(S(23.593), CloudFault.NotPermitted, S(3)), new Audit(S(36.544), 1))),
        new("a host that an operator is to release is raised by an unset of ours that arrives late, and stays up", 6, 6, Of(AtOnce, 2,
            Dies(1), Fires(41.898, AlertKind.Released, since: 40.434), new CloudTrouble(S(46.073), CloudFault.Late, S(1.133)),
            new Deliver(S(46.118), 1, [Ended(AlertKind.Released, 45.832)]), new Deliver(S(46.15), 0, [Fired(AlertKind.Kept, 40)]) { Peer = 1 }, new Deliver(S(46.994), 0, [Ended(AlertKind.Kept, 46.9)]) { Peer = 1 }) with { Seed = 3 }),
        new("a host is unset after one report instead of two, as the first one counted is from before its alert ended", 6, 8, Of(AtOnce, 2,
            Audits(7.352), Fires(15.945, AlertKind.Healthy, since: 15), new Deliver(S(16.295), 1, [Ended(AlertKind.Healthy, 15.543)]), new Audit(S(16.29), 1), Audits(24.884), new Audit(S(33.358), 1)) with { Seed = 12 }),
    ];

    private static TimeSpan S(double seconds) => TimeSpan.FromSeconds(seconds);

    private static History Of(Setup setup, int instances, params Step[] steps) => new(1, instances, 2, setup, [.. steps.OrderBy(step => step.At)]) { Servers = instances };

    private static Alert Alert(AlertKind kind) => new((int)kind + 1, kind, Host);

    private static Said Fired(AlertKind kind, double since) => new(Alert(kind), AlertStatus.Firing, S(since), true);

    private static Said Ended(AlertKind kind, double at) => new(Alert(kind), AlertStatus.Resolved, S(at), true);

    private static Deliver Fires(double at, AlertKind kind, double since) => new(S(at), 0, [Fired(kind, since)]);

    private static Deliver Ends(double at, AlertKind kind) => new(S(at), 0, [Ended(kind, at - 0.2)]);

    private static Meddle Dies(double at) => new(S(at), Host, Meddling.ComputeDies);

    private static Meddle Reports(double at) => new(S(at), Host, Meddling.ComputeReports);

    private static Meddle Does(double at, Meddling what) => new(S(at), Host, what);

    private static Audit Audits(double at) => new(S(at), 0);
}
