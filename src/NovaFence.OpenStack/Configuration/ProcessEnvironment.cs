namespace NovaFence.OpenStack.Configuration;

/// <summary>The real one: this process's variables and file system.</summary>
internal sealed class ProcessEnvironment : IUserEnvironment
{
    public string? Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home ? home : null;

    public IEnumerable<string> ConfigurationFolders => ClientFolders.Of(Directory.GetCurrentDirectory(), Home, Variable);

    public string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    public bool Has(string name) => Environment.GetEnvironmentVariable(name) is not null;

    public string? ReadFile(string path) => File.Exists(path) ? File.ReadAllText(path) : null;
}
