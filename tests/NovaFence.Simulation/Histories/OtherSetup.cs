namespace NovaFence.Simulation.Histories;

/// <summary>How every other instance is configured, until the trouble stops: an operator has changed something, and not all instances were started anew.</summary>
/// <param name="Budget"><c>Budget:MaxHosts</c>.</param>
/// <param name="Share"><c>Budget:MaxShare</c>.</param>
/// <param name="Settle"><c>Release:SettleTime</c>.</param>
/// <param name="Lease"><c>Fencing:Lease</c>.</param>
/// <param name="RetryFor"><c>Holds:RetryFor</c>.</param>
/// <param name="Disables"><c>Fencing:Disable</c>.</param>
/// <param name="HasStorms">Whether two hosts are a storm already.</param>
/// <param name="TwoAgree">Whether two alerts that agree are evidence.</param>
/// <param name="Ignores"><c>Contradiction: ignore</c>.</param>
/// <param name="Heartbeats"><c>Release:Heartbeats</c>.</param>
internal sealed record OtherSetup(int Budget, double Share, TimeSpan Settle, TimeSpan Lease, TimeSpan RetryFor, bool Disables, bool HasStorms, bool TwoAgree, bool Ignores, int Heartbeats)
{
    /// <summary>Whether the instance in this place has it.</summary>
    internal static bool IsIn(int slot) => slot % 2 == 1;

    /// <summary>What it makes of this configuration.</summary>
    internal Setup Of(Setup setup) => setup with
    {
        Budget = Budget,
        Share = Share,
        Settle = Settle,
        Lease = Lease,
        RetryFor = RetryFor,
        Disables = Disables,
        HasStorms = HasStorms,
        TwoAgree = TwoAgree,
        Ignores = Ignores,
        Heartbeats = Heartbeats,
    };

    internal static OtherSetup Draw(Chance chance, Setup setup) => new(
        chance.Of([setup.Budget, 1, 2, 3]),
        chance.Is(0.2) ? 0.5 : setup.Share,
        chance.Is(0.5) ? setup.Settle : TimeSpan.FromSeconds(chance.Of([0, 10, 45])),
        TimeSpan.FromSeconds(chance.Of([20, 16, 40])),
        TimeSpan.FromMinutes(chance.Of([15, 15, 3])),
        chance.Is(0.3) ? !setup.Disables : setup.Disables,
        setup.HasStorms || chance.Is(0.1),
        setup.TwoAgree && chance.Is(0.5),
        chance.Is(0.25) ? !setup.Ignores : setup.Ignores,
        chance.Of([setup.Heartbeats, setup.Heartbeats, 1, 4]));

    public override string ToString() => FormattableString.Invariant($"budget {Budget}, share {Share}, settle time {Settle.TotalSeconds} s, lease {Lease.TotalSeconds} s, holds for {RetryFor.TotalMinutes} min{(Disables ? ", disables" : "")}{(HasStorms ? ", storms" : "")}{(TwoAgree ? ", two agree" : "")}{(Ignores ? ", ignores contradictions" : "")}, {Heartbeats} heartbeats");
}
