using System.Text.Json.Nodes;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Crashes;

/// <summary>One run of <c>novafence audit --json</c>.</summary>
internal sealed class Audit(Ended ended)
{
    public int ExitCode => ended.ExitCode;

    /// <summary>What it did about a host; empty when nothing.</summary>
    public string Did(string host) =>
        Findings.SingleOrDefault(finding => finding["host"]!.GetValue<string>() == host)?["did"]!.GetValue<string>() ?? "";

    /// <summary>Everything that it did.</summary>
    public IEnumerable<string> Deeds => Findings.Select(finding => finding["did"]!.GetValue<string>()).Where(did => did.Length > 0);

    private IEnumerable<JsonNode> Findings => ended.Json["findings"]!.AsArray().Select(finding => finding!);
}
