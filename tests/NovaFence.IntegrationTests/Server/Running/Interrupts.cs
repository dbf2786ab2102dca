using System.Globalization;

namespace NovaFence.Server.Tests.Running;

/// <summary>What a process that these tests start would do with an interrupt.</summary>
internal static class Interrupts
{
    private const string IgnoredSignals = "SigIgn:";

    /// <summary>Skips a test that interrupts a program which would not notice: what is ignored is inherited by every child, and not to be undone from .NET.</summary>
    public static void SkipWhereIgnored() =>
        Assert.SkipWhen(AreIgnored, "THE INTERRUPT WAS NOT TRIED: these tests were started in the background, where a shell has it ignored");

    /// <summary>The second bit of the mask of ignored signals (proc(5)); false where there is no such file.</summary>
    private static bool AreIgnored
    {
        get
        {
            const string status = "/proc/self/status";
            return File.Exists(status)
                && File.ReadLines(status).FirstOrDefault(line => line.StartsWith(IgnoredSignals, StringComparison.Ordinal)) is { } mask
                && (ulong.Parse(mask.AsSpan(IgnoredSignals.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & 0b10) != 0;
        }
    }
}
