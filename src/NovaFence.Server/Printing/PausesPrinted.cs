using System.Globalization;
using NovaFence.Core.Hosts;

namespace NovaFence.Server.Printing;

/// <summary>Pauses, as they are printed.</summary>
internal static class PausesPrinted
{
    /// <param name="pauses">Those that hold now.</param>
    /// <param name="changed">False where nothing was paused that could have been resumed; null where that is not known.</param>
    internal static void Print(IReadOnlyList<Pause> pauses, bool? changed)
    {
        if (changed == false)
            Console.WriteLine("Nothing was paused that could be resumed.");
        else if (pauses.Count == 0)
            Console.WriteLine("Nothing is paused any more.");
        Print(pauses);
    }

    /// <summary>A line for each.</summary>
    internal static void Print(IEnumerable<Pause> pauses)
    {
        foreach (var pause in pauses)
            Screen.WriteWrapped(Line(pause), 8);
    }

    private static string Line(Pause pause) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(pause.Drill ? "drill" : "paused")}: {pause.Host ?? "everything"}, {(pause.Until is { } until ? $"until {until.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}" : "until somebody resumes")}: {pause.Reason} (by {pause.By})");
}
