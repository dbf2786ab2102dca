using System.Text.Json;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;

namespace NovaFence.Server.Printing;

/// <summary>Explanations, as they are printed.</summary>
internal static class ExplanationsPrinted
{
    internal static void Print(IReadOnlyList<Explanation> explanations)
    {
        if (explanations.Count == 0)
            Screen.WriteLine("The delivery holds no alerts.");
        foreach (var explanation in explanations)
            Print(explanation);
    }

    private static void Print(Explanation explanation)
    {
        var verdict = JsonSerializer.Serialize(explanation.Verdict, PrintJson.Default.VerdictKind).Trim('"');
        Screen.WriteWrapped($"{explanation.Fingerprint} {explanation.Host ?? "(no host)"}: {verdict} ({explanation.Reason})", 4);
        Screen.WriteLine($"  decided by   {explanation.Rule}");
        var before = Rules.Names.TakeWhile(rule => rule != explanation.Rule).ToList();
        if (before.Count > 0 && before.Count < Rules.Names.Count)
            Screen.WriteWrapped($"  asked before {string.Join(", ", before)}", 15);
        foreach (var value in explanation.Values.EnumerateObject().Where(value => value.Value.ValueKind != JsonValueKind.Null))
            Screen.WriteWrapped($"  {value.Name,-24} {value.Value}", 27);
    }
}
