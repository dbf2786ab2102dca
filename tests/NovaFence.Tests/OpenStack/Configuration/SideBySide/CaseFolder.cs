using NovaFence.OpenStack.Configuration;

namespace NovaFence.OpenStack.Tests.Configuration.SideBySide;

/// <summary>A case on the disk, where both read it. Nothing but its own variables and files is in its environment.</summary>
internal sealed class CaseFolder : IUserEnvironment
{
    public CaseFolder(string root, ClientCase written)
    {
        Case = written;
        Current = Directory.CreateDirectory(Path.Combine(root, "here")).FullName;
        Home = Directory.CreateDirectory(Path.Combine(root, "home")).FullName;
        foreach (var (path, text) in written.Files)
        {
            var file = Path.Combine(root, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text.Replace(ClientCase.Root, root, StringComparison.Ordinal));
        }

        Variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOME"] = Home,
            // Nothing of this machine's /etc/xdg.
            ["XDG_CONFIG_DIRS"] = Path.Combine(root, "etc"),
        };
        foreach (var (name, value) in written.Variables)
            Variables[name] = value.Replace(ClientCase.Root, root, StringComparison.Ordinal);
    }

    public ClientCase Case { get; }

    public string Current { get; }

    public string Home { get; }

    public Dictionary<string, string> Variables { get; }

    // What is in this machine's /etc/openstack is the same for both, if it comes to it.
    public IEnumerable<string> ConfigurationFolders => ClientFolders.Of(Current, Home, Variable);

    public string? Variable(string name) => Variables.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    public bool Has(string name) => Variables.ContainsKey(name);

    public string? ReadFile(string path) => Path.Combine(Current, path) is var file && File.Exists(file) ? File.ReadAllText(file) : null;
}
