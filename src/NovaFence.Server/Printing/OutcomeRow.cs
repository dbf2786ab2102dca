using System.Globalization;
using System.Text.Json;
using NovaFence.Core.Decisions;
using NovaFence.Core.Fencing;

namespace NovaFence.Server.Printing;

/// <summary>The outcome of a command, as it is printed.</summary>
internal sealed record OutcomeRow(string? Host, VerdictKind Verdict, string Reason, FenceState? State, double ElapsedMs)
{
    internal string Line => string.Create(
        CultureInfo.InvariantCulture,
        $"{Host}: {Word(Verdict)} ({Reason}); {(State is { } state ? $"{Word(state)}, " : "")}{ElapsedMs:F0} ms");

    private static string Word(VerdictKind verdict) => JsonSerializer.Serialize(verdict, PrintJson.Default.VerdictKind).Trim('"');

    private static string Word(FenceState state) => JsonSerializer.Serialize(state, PrintJson.Default.FenceState).Trim('"');
}
