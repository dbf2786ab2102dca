using System.Diagnostics.CodeAnalysis;

namespace NovaFence.Power.Options;

/// <summary>The address of a BMC as it is written: https, a machine and a port.</summary>
internal static class BmcAddress
{
    private const string Such = "write https:// and a name or an address, such as https://compute1-bmc.example.com";

    /// <summary>Reads it; <paramref name="problem"/>, to be read behind its key and without the address, where it is none.</summary>
    internal static bool TryRead(string text, [NotNullWhen(true)] out Uri? address, [NotNullWhen(false)] out string? problem)
    {
        problem = !Uri.TryCreate(text.Trim(), UriKind.Absolute, out address) || address.Host.Length == 0 ? $"is no address: {Such}"
            : address.UserInfo.Length > 0 || text.Contains('@', StringComparison.Ordinal) ? "has a user name or a password in it: put them into NovaFence:Power:Groups"
            : address.Scheme != Uri.UriSchemeHttps ? $"is not https, and the password would go there in the clear: {Such}"
            : address.AbsolutePath != "/" || address.Query.Length > 0 || address.Fragment.Length > 0 ? "has a path behind the machine, and Redfish's are found from /redfish/v1/: leave it out"
            : null;
        if (problem is not null)
            address = null;
        return address is not null;
    }
}
