using NovaFence.Core.Bookkeeping;

namespace NovaFence.Core.Budgets;

/// <summary>
/// The hosts that are down or going down, in one row that every intent writes: two instances cannot both take the last place.
/// </summary>
/// <param name="Places">A mark for each.</param>
public sealed record Reservations(IReadOnlyList<string> Places)
{
    /// <summary>
    /// Grows with every pause: an instance that does not know of it yet finds that the row has changed, and looks again before it forces
    /// anything down.
    /// </summary>
    public long Turn { get; init; }

    internal static Reservations None { get; } = new([]);

    internal bool Holds(string host) => Places.Contains(HostMark.Of(host), StringComparer.Ordinal);

    internal Reservations With(string host) => Holds(host) ? this : this with { Places = [.. Places, HostMark.Of(host)] };

    internal Reservations Without(string host) => Holds(host) ? this with { Places = [.. Places.Except([HostMark.Of(host)], StringComparer.Ordinal)] } : this;
}
