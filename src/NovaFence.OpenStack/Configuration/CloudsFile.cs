using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace NovaFence.OpenStack.Configuration;

/// <summary>Finds the cloud that <c>OS_CLOUD</c> names in <c>clouds.yaml</c> and <c>secure.yaml</c>.</summary>
internal static class CloudsFile
{
    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    /// <summary>The cloud, or null where <c>OS_CLOUD</c> names none; what stands in the way is added to <paramref name="problems"/>.</summary>
    public static FileSource? Find(IUserEnvironment environment, ICollection<string> problems)
    {
        if (environment.Variable("OS_CLOUD") is not { } cloud)
            return null;

        if (Read(environment, "OS_CLIENT_CONFIG_FILE", "clouds", problems) is not { } clouds)
        {
            if (problems.Count == 0)
            {
                problems.Add($"OS_CLOUD names '{cloud}', but there is no clouds.yaml in {string.Join(", ", environment.ConfigurationFolders)}, "
                    + "and OS_CLIENT_CONFIG_FILE names none.");
            }

            return null;
        }

        if (Cloud(clouds.Root, cloud) is not { } open)
        {
            problems.Add($"OS_CLOUD names '{cloud}', but {clouds.Path} has no such cloud.");
            return null;
        }

        var secure = Read(environment, "OS_CLIENT_SECURE_FILE", "secure", problems);
        return new FileSource(cloud, clouds.Path, Cloud(secure?.Root, cloud) is { } secret ? [secret, open] : [open]);
    }

    private static YamlMappingNode? Cloud(YamlMappingNode? root, string name) =>
        FileSource.Child(FileSource.Child(root, "clouds") as YamlMappingNode, name) as YamlMappingNode;

    private static (string Path, YamlMappingNode Root)? Read(
        IUserEnvironment environment, string variable, string name, ICollection<string> problems)
    {
        var candidates = environment.ConfigurationFolders.SelectMany(folder => Extensions.Select(extension => Path.Combine(folder, name + extension)));
        if (environment.Variable(variable) is { } named)
            candidates = candidates.Prepend(named);

        foreach (var path in candidates)
        {
            try
            {
                if (environment.ReadFile(path) is not { } text)
                    continue;
                var stream = new YamlStream();
                stream.Load(new StringReader(text));
                if (stream.Documents is [{ RootNode: YamlMappingNode root }, ..])
                    return (path, root);
                problems.Add($"{path} is not a mapping of clouds.");
            }
            catch (YamlException broken)
            {
                // Not the parser's message: it may quote the line, and the line may be a password.
                problems.Add($"{path} is not YAML: see line {broken.Start.Line}.");
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                problems.Add($"{path} cannot be read: {unreadable.Message}");
            }

            return null;
        }

        return null;
    }
}
