using System.Security.Cryptography;
using System.Text;

namespace NovaFence.Core.Hosts;

/// <summary>
/// Stands for a host where many of them share a row: 16 hexadecimal digits of its name's SHA-256. A thousand names of 255 characters would
/// not fit; which hosts they are, the records say.
/// </summary>
internal static class HostMark
{
    internal static string Of(string host) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(host.ToUpperInvariant())), 0, 8);
}
