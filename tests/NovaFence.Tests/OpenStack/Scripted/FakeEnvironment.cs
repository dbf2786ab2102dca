using NovaFence.OpenStack.Configuration;

namespace NovaFence.OpenStack.Tests.Scripted;

/// <summary>A user's variables and files, none of them the machine's.</summary>
internal sealed class FakeEnvironment : IUserEnvironment
{
    public Dictionary<string, string> Variables { get; init; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Files { get; init; } = new(StringComparer.Ordinal);

    public IEnumerable<string> ConfigurationFolders { get; init; } = ["/here", "/home/operator/.config/openstack", "/etc/openstack"];

    public string? Variable(string name) => Variables.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    public bool Has(string name) => Variables.ContainsKey(name);

    public string? Home { get; init; } = "/home/operator";

    public string? ReadFile(string path) => Files.GetValueOrDefault(path);
}
