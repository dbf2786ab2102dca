using System.Globalization;
using System.Text.Json;
using NovaFence.Core.Hosts;
using NovaFence.Http.Answers;

namespace NovaFence.Server.Printing;

/// <summary>Pauses, as they are printed.</summary>
internal static class PausesPrinted
{
    internal static void Print(PauseResult.Done done, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new PausesAnswer(done.Pauses), AnswersJson.Indented.PausesAnswer));
            return;
        }

        if (!done.Changed)
            Console.WriteLine("Nothing was paused that could be resumed.");
        if (done.Changed && done.Pauses.Count == 0)
            Console.WriteLine("Nothing is paused any more.");
        Print(done.Pauses);
    }

    /// <summary>A line for each.</summary>
    internal static void Print(IEnumerable<Pause> pauses)
    {
        foreach (var pause in pauses)
            Console.WriteLine(Line(pause));
    }

    private static string Line(Pause pause) => string.Create(
        CultureInfo.InvariantCulture,
        $"paused: {pause.Host ?? "everything"}, {(pause.Until is { } until ? $"until {until.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}" : "until somebody resumes")}: {pause.Reason} (by {pause.By})");
}
