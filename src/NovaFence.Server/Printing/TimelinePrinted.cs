using System.Globalization;
using System.Text.Json;
using NovaFence.Server.Replaying;

namespace NovaFence.Server.Printing;

/// <summary>A replay's timeline, as it is printed.</summary>
internal static class TimelinePrinted
{
    private static readonly Table Shape = new(["TIME", "FILE", "ALERT", "HOST", "VERDICT", "STATE", "PUT"], ["REASON"]);

    internal static void Print(IReadOnlyList<TimelineRow> rows, int deliveries, bool json)
    {
        if (json)
        {
            Screen.WriteJson(JsonSerializer.Serialize(rows, PrintJson.Default.IReadOnlyListTimelineRow));
            return;
        }

        if (rows.Count > 0)
            Shape.Print([.. rows.Select(Row)]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{deliveries} deliveries, {rows.Count(row => row.File.Length > 0)} alerts, {rows.Sum(row => row.Puts.Count)} PUTs reached the sandbox"));
    }

    private static TableRow Row(TimelineRow row) => new([
        row.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        row.File.Length == 0 ? "-" : row.File,
        row.Status is { } status ? $"{row.Fingerprint} {JsonSerializer.Serialize(status, PrintJson.Default.AlertStatus).Trim('"')}" : row.Fingerprint,
        row.Host ?? "",
        JsonSerializer.Serialize(row.Verdict, PrintJson.Default.VerdictKind).Trim('"'),
        row.State is { } state ? JsonSerializer.Serialize(state, PrintJson.Default.HostState).Trim('"') : "",
        string.Join(' ', row.Puts.Select(Put)),
    ],
    [new Paragraph(row.Reason)]);

    private static string Put(TimelinePut put) => string.Create(CultureInfo.InvariantCulture, $"forced_down={(put.ForcedDown is { } down ? (down ? "true" : "false") : "-")}:{put.Status}");
}
