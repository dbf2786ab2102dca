using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace NovaFence.Sandbox.Identity;

/// <summary>Makes and compares what nobody may guess.</summary>
internal static class Secrets
{
    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public static string NewSecret(int bytes = 32) => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes));

    public static bool Match(string secret, string? offered) =>
        offered is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(offered));
}
