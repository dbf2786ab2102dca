using NovaFence.Core.Ledger;

namespace NovaFence.Simulation.Breaks;

internal sealed record Forgetful() : Break("forgetful", 0, "of a host's events only the newest is read back, so that nobody is told of what came before it")
{
    internal override ILedger Of(ILedger ledger) => new RewrittenLedger(ledger) { MostEvents = 1 };
}
