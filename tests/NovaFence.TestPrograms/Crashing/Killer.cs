using System.Diagnostics;

namespace NovaFence.TestPrograms.Crashing;

/// <summary>Ends this process at one step, as <c>kill -9</c> does: nothing is disposed, flushed or said.</summary>
/// <param name="step">The step.</param>
/// <param name="down">Which way: true for what forces a host down, false for what unsets it. The other way nothing happens.</param>
internal sealed class Killer(KillStep step, bool down)
{
    private int _deliveries;

    /// <summary>A delivery comes. The last one is what the process dies of: the only one, or the resolved one after the firing one.</summary>
    internal void TakeDelivery() => Interlocked.Increment(ref _deliveries);

    /// <summary>Which way a look is for nobody sees on the line; those at the start are for none.</summary>
    internal void ReachLook()
    {
        if (Volatile.Read(ref _deliveries) == (down ? 1 : 2))
            Reach(KillStep.AfterLook, down);
    }

    internal void Reach(KillStep reached, bool goesDown)
    {
        if (reached != step || goesDown != down)
            return;
        using var self = Process.GetCurrentProcess();
        self.Kill();
        // Not one instruction further, should the signal take a moment.
        Thread.Sleep(Timeout.Infinite);
    }
}
