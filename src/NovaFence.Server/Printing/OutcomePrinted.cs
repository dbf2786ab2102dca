using System.Globalization;
using System.Text.Json;
using NovaFence.Core.Decisions;
using NovaFence.Http.Answers;

namespace NovaFence.Server.Printing;

/// <summary>The outcome of a command, as a line.</summary>
internal static class OutcomePrinted
{
    internal static string Line(OutcomeAnswer outcome) => string.Create(
        CultureInfo.InvariantCulture,
        $"{outcome.Host}: {Word(outcome.Verdict)} ({outcome.Reason}); {(outcome.State is { } state ? $"{Word(state)}, " : "")}{outcome.ElapsedMs} ms");

    private static string Word(VerdictKind verdict) => JsonSerializer.Serialize(verdict, PrintJson.Default.VerdictKind).Trim('"');

    private static string Word(HostState state) => JsonSerializer.Serialize(state, PrintJson.Default.HostState).Trim('"');
}
