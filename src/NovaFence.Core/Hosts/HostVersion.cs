using System.Security.Cryptography;
using System.Text;

namespace NovaFence.Core.Hosts;

/// <summary>
/// A mark of what a person sees of a host and decides by: where it stands, for which alerts, and why they wait. It changes with that, and not with each look at the host.
/// </summary>
internal static class HostVersion
{
    private const int Bytes = 9;

    // Of most hosts of a large fleet there is nothing to see.
    private static readonly string Nothing = Mark("");

    /// <param name="record">The host's record; null where it has none.</param>
    /// <param name="pause">The pause that holds for it.</param>
    internal static string Of(HostRecord? record, Pause? pause)
    {
        if (record is null && pause is null)
            return Nothing;
        var seen = new StringBuilder();
        Add(pause?.Host, At(pause?.Since));
        if (record is not null)
        {
            Add($"{record.State}", $"{record.Before}", $"{record.Word?.Down}", At(record.Word?.At), At(record.Word?.DoneAt), record.Word?.Asks, At(record.RaisedAt), At(record.ContradictedAt), At(record.PoweredOnAt), At(record.SwitchedOff?.At));
            foreach (var alert in record.Alerts.Where(alert => alert.IsOpen).OrderBy(alert => alert.Receiver, StringComparer.Ordinal).ThenBy(alert => alert.Fingerprint, StringComparer.Ordinal))
                Add(alert.Receiver, alert.Fingerprint, $"{alert.Status}", At(alert.PeriodSince), $"{alert.Accepted}", At(alert.OverruledAt), $"{alert.Held?.Reason}");
        }

        return Mark(seen.ToString());

        void Add(params ReadOnlySpan<string?> values) => seen.AppendJoin('\t', values).Append('\n');
    }

    private static string Mark(string seen) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seen)).AsSpan(0, Bytes));

    private static string? At(DateTimeOffset? moment) => moment is { } at ? FormattableString.Invariant($"{at.UtcTicks}") : null;
}
