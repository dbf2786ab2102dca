using System.Globalization;
using System.Text.Json;
using NovaFence.Server.Commands;

namespace NovaFence.Server.Printing;

/// <summary>A drill, as it is printed: each step with the seconds since the one before.</summary>
internal static class DrillPrinted
{
    private const int Indent = 12;

    internal static void Print(DrillReport report, bool json)
    {
        if (json)
        {
            Screen.WriteJson(JsonSerializer.Serialize(report, PrintJson.Default.DrillReport));
            return;
        }

        if (report.Decided is { } decided)
        {
            Line("alert", report.Alert ?? "");
            Step("began", report.Began, null);
            Step("received", report.Received, report.Began);
            Step("looked", report.Looked, report.Received);
            Step("decided", decided, report.Looked ?? report.Received);
            Line("would have", report.Reason ?? "");
            Line("", report.BecameReal
                ? "The host reported no more: this was no rehearsal, and Nova was told."
                : "Nova would have been told at once. The drill is over: what still fires is decided as ever.");
        }

        foreach (var missing in report.Missing)
            Line("missing", missing);
    }

    private static void Step(string name, DateTimeOffset? at, DateTimeOffset? before)
    {
        if (at is not { } moment)
            return;
        var after = before is { } earlier ? string.Create(CultureInfo.InvariantCulture, $" (+{(moment - earlier).TotalSeconds:0.000} s)") : "";
        Line(name, $"{moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)}{after}");
    }

    private static void Line(string name, string words) => Screen.WriteWrapped($"{name.PadRight(Indent)}{PlainText.Line(words)}", Indent);
}
