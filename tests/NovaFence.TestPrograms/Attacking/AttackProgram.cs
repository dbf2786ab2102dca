using System.Globalization;

namespace NovaFence.TestPrograms.Attacking;

/// <summary>
/// Attackers in a process of their own, so that what they work is not taken from the threads of those who send what is true. Each line of standard input says
/// whom they attack: a port of 127.0.0.1, <c>idle</c>, which is a listener in this process that does nothing with them, or <c>nobody</c>; an empty line changes nothing. Each is answered with a
/// line: which it was, the first being 1; how many connections were made so far; and the milliseconds of a processor that this process has used.
/// </summary>
internal static class AttackProgram
{
    /// <param name="ofEach">How many connections each of the eight addresses tries to hold.</param>
    /// <param name="held">How many connections the listener that does nothing holds of each.</param>
    internal static async Task<int> RunAsync(int ofEach, int held)
    {
        await using var idle = new IdleListener(held);
        idle.Start();
        Attackers? attackers = null;
        var connected = 0L;
        for (var asked = 1; await Console.In.ReadLineAsync() is { } whom; asked++)
        {
            if (attackers is not null && whom.Length > 0)
            {
                await attackers.DisposeAsync();
                connected += attackers.Connected;
                attackers = null;
            }

            if (whom is not ("nobody" or ""))
            {
                attackers = new Attackers(whom == "idle" ? idle.Port : int.Parse(whom, CultureInfo.InvariantCulture), ofEach);
                attackers.Start();
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{asked} {connected + (attackers?.Connected ?? 0)} {Environment.CpuUsage.TotalTime.TotalMilliseconds:0}"));
        }

        if (attackers is not null)
            await attackers.DisposeAsync();
        return 0;
    }
}
