using System.Globalization;
using System.Text.Json;
using NovaFence.Core.Cloud;

namespace NovaFence.Server.Printing;

/// <summary>What a check found, as it is printed.</summary>
internal static class ChecksPrinted
{
    internal static void Print(IReadOnlyList<CheckLine> lines, bool json)
    {
        if (json)
        {
            Screen.WriteJson(JsonSerializer.Serialize(lines, PrintJson.Default.IReadOnlyListCheckLine));
            return;
        }

        foreach (var line in lines)
        {
            Screen.WriteWrapped($"{Word(line.Result),-8} {line.Name}: {line.Found}", 9, inRed: line.Result == CheckResult.Failed);
            if (line.ToDo is { } toDo)
                Screen.WriteWrapped($"{"",-8} -> {toDo}", 12);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Count(lines, CheckResult.Ok)} ok, {Count(lines, CheckResult.Warning)} {(Count(lines, CheckResult.Warning) == 1 ? "warning" : "warnings")}, {Count(lines, CheckResult.Failed)} failed"));
    }

    private static int Count(IEnumerable<CheckLine> lines, CheckResult result) => lines.Count(line => line.Result == result);

    private static string Word(CheckResult result) => JsonSerializer.Serialize(result, PrintJson.Default.CheckResult).Trim('"');
}
