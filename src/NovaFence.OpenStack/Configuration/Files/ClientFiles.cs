namespace NovaFence.OpenStack.Configuration.Files;

/// <summary>Finds and loads the files that OpenStack's clients read.</summary>
/// <remarks>
/// In each folder <c>.yaml</c>, <c>.yml</c> and <c>.json</c> are looked for in this order, and the first file that is there is the only one that is
/// read (https://github.com/openstack/openstacksdk/blob/0.101.0/openstack/config/loader.py#L58).
/// </remarks>
internal sealed class ClientFiles(IUserEnvironment environment, ICollection<string> problems)
{
    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    /// <summary>The first of them that is there, or null; a broken one is a problem and null.</summary>
    /// <param name="name">The file's name without its extension.</param>
    /// <param name="variable">The variable that may name another file instead, or null where there is none.</param>
    public ClientFile? Find(string name, string? variable = null)
    {
        if (variable is not null && environment.Variable(variable) is { } named)
        {
            // openstacksdk goes on to the next place; a file that somebody named and that is not there must not become another cloud's.
            var file = Load(named, out var there);
            if (!there)
                problems.Add($"{variable} names {named}, and there is no such file.");
            return file;
        }

        foreach (var path in environment.ConfigurationFolders.SelectMany(folder => Extensions.Select(extension => Path.Combine(folder, name + extension))))
        {
            var file = Load(path, out var there);
            if (there)
                return file;
        }

        return null;
    }

    private ClientFile? Load(string path, out bool there)
    {
        there = true;
        try
        {
            if (environment.ReadFile(path) is not { } text)
            {
                there = false;
                return null;
            }

            switch (path.EndsWith("json", StringComparison.Ordinal) ? JsonText.Load(text) : YamlText.Load(text))
            {
                case ConfigNode.Mapping root:
                    return new ClientFile(path, root);
                case ConfigNode.Null:
                    return new ClientFile(path, ConfigNode.Mapping.Empty);
                default:
                    problems.Add($"{path} is not a mapping of clouds.");
                    return null;
            }
        }
        catch (UnreadableTextException broken)
        {
            problems.Add($"{path} {broken.Message}.");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            problems.Add($"{path} cannot be read: {unreadable.Message}");
        }

        return null;
    }
}
