using System.Text.Json.Nodes;

namespace NovaFence.Server.Tests.Crashes;

/// <summary>One run of the audit, by a command or by a server: both answer the same.</summary>
internal sealed class Audit(JsonNode answer)
{
    /// <summary>What it did about a host; empty when nothing.</summary>
    public string Did(string host) =>
        Findings.SingleOrDefault(finding => finding["host"]!.GetValue<string>() == host)?["did"]!.GetValue<string>() ?? "";

    /// <summary>What kind of finding there is about a host; where there is none, why the audit failed, or nothing.</summary>
    public string Kind(string host) =>
        Findings.SingleOrDefault(finding => finding["host"]!.GetValue<string>() == host)?["kind"]!.GetValue<string>() ?? answer["failure"]?.GetValue<string>() ?? "";

    /// <summary>Everything that it did.</summary>
    public IEnumerable<string> Deeds => Findings.Select(finding => finding["did"]!.GetValue<string>()).Where(did => did.Length > 0);

    private IEnumerable<JsonNode> Findings => answer["findings"]!.AsArray().Select(finding => finding!);
}
