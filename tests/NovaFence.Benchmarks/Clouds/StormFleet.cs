using NovaFence.Core.Cloud;

namespace NovaFence.Benchmarks.Clouds;

/// <summary>
/// Fifty hosts for a storm. Where the cloud has fewer, the same compute services appear under further names: to NovaFence they are fifty
/// hosts with a record each, and Nova gets fifty PUTs.
/// </summary>
internal sealed class StormFleet
{
    internal const int Size = 50;

    private readonly Dictionary<string, ComputeHost> _real = new(StringComparer.Ordinal);

    public StormFleet(IReadOnlyList<ComputeHost> hosts)
    {
        var fleet = hosts.Take(Size).ToList();
        for (var number = fleet.Count; number < Size; number++)
        {
            var real = hosts[number % hosts.Count];
            var again = real with { Name = FormattableString.Invariant($"{real.Name}-again{number / hosts.Count}") };
            _real[again.Name] = real;
            fleet.Add(again);
        }

        Hosts = fleet;
    }

    /// <summary>Fifty of them.</summary>
    public IReadOnlyList<ComputeHost> Hosts { get; }

    /// <summary>Whether some are there only by another name.</summary>
    public bool HasRepeats => _real.Count > 0;

    /// <summary>The host that Nova knows.</summary>
    public ComputeHost Real(ComputeHost host) => _real.GetValueOrDefault(host.Name, host);
}
