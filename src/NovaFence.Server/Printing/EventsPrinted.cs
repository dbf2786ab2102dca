using System.Globalization;
using System.Text.Json;
using NovaFence.Http.Answers;

namespace NovaFence.Server.Printing;

/// <summary>Events, as they are printed.</summary>
internal static class EventsPrinted
{
    private const string OfAVerdict = "verdict";

    private static readonly Table Shape = new(["TIME", "HOST", "VERDICT", "ALERT"], ["REASON", "LINK"]);

    internal static void Print(EventsAnswer answer)
    {
        if (answer.Events.Count == 0)
            Console.Error.WriteLine("There are no such events.");
        else
            Shape.Print([.. answer.Events.Select(Row)]);
    }

    private static TableRow Row(EventAnswer happened)
    {
        var alert = Part(happened.Event, "alert");
        return new TableRow(
            [
                happened.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                happened.Host,
                What(happened.Event),
                Text(alert, "name") ?? Text(alert, "fingerprint") ?? "",
            ],
            [new Paragraph(Text(happened.Event, "reason") ?? ""), new Paragraph(Text(alert, "link") ?? "", IsWhole: true)]);
    }

    /// <summary>The verdict; of what is none, such as an intent or a pause, what it is too.</summary>
    private static string What(JsonElement happened)
    {
        var (kind, verdict) = (Text(happened, "kind") ?? "?", Text(happened, "verdict") ?? "?");
        return kind switch
        {
            OfAVerdict => verdict,
            "intent" or "outcome" or "late force-down" => $"{verdict} ({kind})",
            _ => kind,
        };
    }

    private static JsonElement? Part(JsonElement? of, string name) =>
        of is { ValueKind: JsonValueKind.Object } parts && parts.TryGetProperty(name, out var part) ? part : null;

    private static string? Text(JsonElement? of, string name) => Part(of, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
