namespace NovaFence.EndToEnd.Tests.Stage;

/// <summary>What differs from one scene to the next.</summary>
internal sealed record SceneOptions
{
    /// <summary>The compute hosts.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = ["compute1", "compute2", "compute3", "compute4", "compute5"];

    /// <summary>How many hosts may be down at once.</summary>
    public int Budget { get; init; } = 5;

    /// <summary>Where the ledger is.</summary>
    public LedgerKind Ledger { get; init; }

    /// <summary>Whether what is due is done by each instance's timer, as on a server; otherwise by deliveries, audits and the test's own hand.</summary>
    public bool HasTimer { get; init; }

    /// <summary>Configuration on top of what every scene has.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);
}
