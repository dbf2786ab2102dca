using System.Globalization;
using NovaFence.Http.Answers;

namespace NovaFence.Server.Printing;

/// <summary>Events, as they are printed.</summary>
internal static class EventsPrinted
{
    private static readonly Table Shape = new(["TIME", "HOST", "VERDICT", "ALERT"], ["REASON", "LINK"]);

    internal static void Print(EventsAnswer answer)
    {
        if (answer.Events.Count == 0)
            Console.Error.WriteLine("There are no such events.");
        else
            Shape.Print([.. answer.Events.Select(StoredEvent.Of).Select(Row)]);
    }

    private static TableRow Row(StoredEvent happened) => new(
        [happened.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture), happened.Host, happened.What, happened.AlertName ?? ""],
        [new Paragraph(happened.Reason), new Paragraph(happened.Link ?? "", IsWhole: true)]);
}
