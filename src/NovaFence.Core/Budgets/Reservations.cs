using System.Security.Cryptography;
using System.Text;

namespace NovaFence.Core.Budgets;

/// <summary>
/// The hosts that are down or going down, in one row that every intent writes: two instances cannot both take the last place.
/// </summary>
/// <param name="Places">
/// A mark for each, 16 hexadecimal digits of its name's SHA-256: names of 255 characters, a thousand of them, would not fit into a row.
/// Which hosts they are, the records say.
/// </param>
public sealed record Reservations(IReadOnlyList<string> Places)
{
    internal static Reservations None { get; } = new([]);

    internal bool Holds(string host) => Places.Contains(Mark(host), StringComparer.Ordinal);

    internal Reservations With(string host) => Holds(host) ? this : new Reservations([.. Places, Mark(host)]);

    internal Reservations Without(string host) => Holds(host) ? new Reservations([.. Places.Except([Mark(host)], StringComparer.Ordinal)]) : this;

    private static string Mark(string host) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(host.ToUpperInvariant())), 0, 8);
}
