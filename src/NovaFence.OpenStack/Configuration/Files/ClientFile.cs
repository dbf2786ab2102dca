namespace NovaFence.OpenStack.Configuration.Files;

/// <summary>A file that was found and loaded.</summary>
internal sealed class ClientFile(string path, ConfigNode.Mapping root)
{
    public string Path { get; } = path;

    public ConfigNode.Mapping Root { get; } = root;
}
