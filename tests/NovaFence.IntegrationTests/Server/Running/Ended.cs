using System.Text.Json.Nodes;

namespace NovaFence.Server.Tests.Running;

/// <summary>How a run ended.</summary>
public sealed record Ended(int ExitCode, string Output, string Error)
{
    /// <summary>What it printed, where that is one JSON value.</summary>
    public JsonNode Json => Output.Length > 0 ? JsonNode.Parse(Output)! : throw new InvalidOperationException($"It printed nothing and ended with {ExitCode}: {Error}");

    /// <summary>Whether a person was told what is wrong instead of where the program broke.</summary>
    public bool IsExplained => Error.Contains("novafence: ", StringComparison.Ordinal) && !Error.Contains("   at ", StringComparison.Ordinal);
}
