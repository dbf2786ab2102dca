namespace NovaFence.OpenStack.Configuration;

/// <summary>The real one: this process's variables and file system.</summary>
internal sealed class ProcessEnvironment : IUserEnvironment
{
    public string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    public IEnumerable<string> ConfigurationFolders
    {
        get
        {
            yield return Directory.GetCurrentDirectory();
            if (Variable("XDG_CONFIG_HOME") is { } configuration)
                yield return Path.Combine(configuration, "openstack");
            if (Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home)
                yield return Path.Combine(home, ".config", "openstack");
            yield return "/etc/openstack";
        }
    }

    public string? ReadFile(string path) => File.Exists(path) ? File.ReadAllText(path) : null;
}
