using System.Diagnostics;

namespace NovaFence.Crashing;

/// <summary>Ends this process at one step, as <c>kill -9</c> does: nothing is disposed, flushed or said.</summary>
/// <param name="step">The step.</param>
/// <param name="down">Which way: true for what forces a host down, false for what unsets it. The other way nothing happens.</param>
internal sealed class Killer(KillStep step, bool down)
{
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
