using System.Text.Json;
using NovaFence.Core.Options;

namespace NovaFence.Server.Commands;

/// <summary>What a sandbox keeps in its folder: the ledger, its configuration for the other commands, and the certificate of its BMCs.</summary>
/// <param name="folder">Its folder.</param>
internal sealed class SandboxFiles(DirectoryInfo folder)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The ledger.</summary>
    internal string Ledger { get; } = Path.Combine(folder.FullName, "ledger.db");

    /// <summary>For <c>--config</c> of the other commands: the same cloud, ledger and rules.</summary>
    internal string Configuration { get; } = Path.Combine(folder.FullName, "novafence.json");

    /// <summary>The certificate of its BMCs, in PEM: for curl's <c>--cacert</c>, and for other clients.</summary>
    internal string BmcCertificate { get; } = Path.Combine(folder.FullName, "bmc.pem");

    /// <summary>Writes the configuration that is in force. The cloud's credentials are in it, and only this user may read it.</summary>
    /// <param name="inForce">What is in force.</param>
    /// <param name="bmcCertificate">The certificate of the BMCs.</param>
    internal void Write(IConfiguration inForce, string bmcCertificate)
    {
        File.WriteAllText(BmcCertificate, bmcCertificate);
        var keys = inForce.AsEnumerable()
            .Where(one => one.Value is not null && one.Key.StartsWith(NovaFenceOptions.Section + ":", StringComparison.OrdinalIgnoreCase) && !IsToken(one.Key))
            .OrderBy(one => one.Key, StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);
        var made = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            made.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(Configuration, made);
        JsonSerializer.Serialize(file, keys, Indented);
    }

    /// <summary>The sandbox takes shorter ones than other commands do, and these need none. Routes may name generic receivers.</summary>
    private static bool IsToken(string key) =>
        key.StartsWith("NovaFence:Access:", StringComparison.OrdinalIgnoreCase)
        || (key.StartsWith("NovaFence:Receivers:", StringComparison.OrdinalIgnoreCase) && !key.StartsWith("NovaFence:Receivers:Generic:", StringComparison.OrdinalIgnoreCase));
}
