using NovaFence.Core.Audit;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Core.Power;
using NovaFence.Simulation.Histories;

namespace NovaFence.Simulation.Breaks;

/// <summary>A way to do it wrong: put in the place of a part of an instance, to see whether the sentences notice.</summary>
/// <param name="Name">What <c>--break</c> takes.</param>
/// <param name="Sentence">Which sentence has to notice.</param>
/// <param name="What">What is wrong.</param>
internal record Break(string Name, int Sentence, string What)
{
    /// <summary>Nothing is wrong.</summary>
    internal static Break None { get; } = new("none", 0, "nothing");

    /// <summary>From which seed the tests look for it: of what takes a rare history to be noticed, shortly before the first that does. The search goes on where that is no longer one.</summary>
    internal virtual int FirstSeed => 1;

    /// <summary>Whether it takes mixed histories to be noticed.</summary>
    internal virtual bool IsMixed => false;

    /// <summary>Whether a server's timer runs.</summary>
    internal virtual bool HasTimers => true;

    internal virtual Setup Of(Setup setup) => setup;

    internal virtual ILedger Of(ILedger ledger) => ledger;

    internal virtual ICloud Of(ICloud cloud) => cloud;

    internal virtual IEvacuations Of(IEvacuations evacuations) => evacuations;

    internal virtual IPower Of(IPower power, TimeProvider clock) => power;

    internal virtual ISamples Of(ISamples samples) => samples;

    internal virtual RouteTable Of(RouteTable routes) => routes;

    internal virtual IFencer Of(IFencer fencer, IServiceProvider services) => fencer;

    internal virtual IAuditor Of(IAuditor auditor, IServiceProvider services) => auditor;
}
