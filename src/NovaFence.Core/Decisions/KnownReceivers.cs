namespace NovaFence.Core.Decisions;

/// <summary>The receivers whose alerts routes and a watchdog may take.</summary>
public sealed class KnownReceivers
{
    private static readonly string[] OfSenders = ["alertmanager", "grafana", "pagerduty"];

    private readonly HashSet<string> _unsigned;
    private readonly Dictionary<string, string> _readAs;

    private KnownReceivers(IReadOnlyList<string> names, IEnumerable<string> unsigned, IEnumerable<KeyValuePair<string, string>> readAs) =>
        (Names, _unsigned, _readAs) = (names, [.. unsigned], new(readAs, StringComparer.Ordinal));

    /// <summary>The receivers that there are in every configuration: <c>alertmanager</c>, <c>grafana</c> and <c>pagerduty</c>.</summary>
    public static KnownReceivers BuiltIn { get; } = new(OfSenders, [], []);

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The names, for a sentence.</summary>
    internal string Listed => $"{string.Join(", ", Names.SkipLast(1))} or {Names[^1]}";

    /// <summary>These and generic ones.</summary>
    /// <param name="generic">The generic receivers' names, whether their deliveries are signed, and what is configured of how they are read, in one text.</param>
    public KnownReceivers With(IEnumerable<(string Name, bool IsSigned, string ReadAs)> generic)
    {
        var all = generic.DistinctBy(one => one.Name, StringComparer.Ordinal).ToList();
        return new KnownReceivers(
            [.. Names, .. all.Select(one => one.Name)],
            _unsigned.Concat(all.Where(one => !one.IsSigned).Select(one => one.Name)),
            _readAs.Concat(all.Select(one => KeyValuePair.Create(one.Name, one.ReadAs))));
    }

    /// <summary>Whether there is one of this name, which is in lower case.</summary>
    internal bool Has(string? name) => name is not null && Names.Contains(name, StringComparer.Ordinal);

    /// <summary>Whether a route may assert what its deliveries say: a generic sender with a mere token proves nothing of what it sends.</summary>
    internal bool MayAssert(string name) => !_unsigned.Contains(name);

    /// <summary>What is configured of how the deliveries of this receiver are read; null where nothing can be.</summary>
    internal string? ReadsAs(string name) => _readAs.GetValueOrDefault(name);
}
