namespace NovaFence.Core.Decisions;

/// <summary>The receivers whose alerts routes and a watchdog may take.</summary>
public sealed class KnownReceivers
{
    private static readonly string[] OfSenders = ["alertmanager", "grafana", "pagerduty"];

    private KnownReceivers(IReadOnlyList<string> names) => Names = names;

    /// <summary>The receivers that there are in every configuration: <c>alertmanager</c>, <c>grafana</c> and <c>pagerduty</c>.</summary>
    public static KnownReceivers BuiltIn { get; } = new(OfSenders);

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The names, for a sentence.</summary>
    internal string Listed => $"{string.Join(", ", Names.SkipLast(1))} or {Names[^1]}";

    /// <summary>Whether there is one of this name, which is in lower case.</summary>
    internal bool Has(string? name) => name is not null && Names.Contains(name, StringComparer.Ordinal);
}
