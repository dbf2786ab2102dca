namespace NovaFence.Core.Budgets;

/// <summary>
/// The hosts that are down or going down, in one row that every intent writes: two instances cannot both take the last place.
/// </summary>
/// <param name="Hosts">Their names in Nova's spelling.</param>
public sealed record Reservations(IReadOnlyList<string> Hosts)
{
    internal static Reservations None { get; } = new([]);

    internal bool Holds(string host) => Hosts.Contains(host, StringComparer.OrdinalIgnoreCase);

    internal Reservations With(string host) => Holds(host) ? this : new Reservations([.. Hosts, host]);

    internal Reservations Without(string host) =>
        Holds(host) ? new Reservations([.. Hosts.Where(other => !string.Equals(other, host, StringComparison.OrdinalIgnoreCase))]) : this;
}
