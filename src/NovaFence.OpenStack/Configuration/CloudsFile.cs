using NovaFence.Core.Options;
using NovaFence.OpenStack.Configuration.Files;

namespace NovaFence.OpenStack.Configuration;

/// <summary>Finds a cloud in <c>clouds.yaml</c>, over which <c>secure.yaml</c> is laid.</summary>
internal sealed class CloudsFile
{
    private const string Clouds = "clouds";

    private readonly ClientFile? _open;
    private readonly ClientFile? _secure;

    private CloudsFile(ClientFile? open, ClientFile? secure)
    {
        _open = open;
        _secure = secure;
    }

    /// <summary>The names of the clouds that both files have.</summary>
    public IReadOnlyList<string> Names => [.. All.Entries.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The files, for a sentence; null where there is none.</summary>
    public string? Paths => (_open?.Path, _secure?.Path) switch
    {
        ({ } clouds, { } secrets) => $"{clouds} and {secrets}",
        var (clouds, secrets) => clouds ?? secrets,
    };

    private ConfigNode.Mapping All =>
        (_open?.Root ?? ConfigNode.Mapping.Empty).Merged(_secure?.Root ?? ConfigNode.Mapping.Empty)[Clouds] as ConfigNode.Mapping ?? ConfigNode.Mapping.Empty;

    public static CloudsFile Find(ClientFiles files) =>
        new(files.Find("clouds", "OS_CLIENT_CONFIG_FILE"), files.Find("secure", "OS_CLIENT_SECURE_FILE"));

    /// <summary>The cloud, or null; what stands in the way is added to the problems.</summary>
    /// <param name="name">Which.</param>
    /// <param name="environment">Where it was looked for.</param>
    /// <param name="files">Where a profile is looked for.</param>
    /// <param name="problems">Where problems go.</param>
    public ClientSource? Cloud(string name, IUserEnvironment environment, ClientFiles files, ICollection<string> problems)
    {
        if (problems.Count > 0)
            return null;

        switch (All[name])
        {
            case ConfigNode.Mapping cloud:
                var where = $"cloud '{name}' of {(InOpen(name) ? _open!.Path : _secure!.Path)}";
                return ClientCloud.OfFile(where, cloud, ClientProfiles.Of(cloud, where, files, problems), problems);
            case not null:
                problems.Add($"OS_CLOUD names '{name}', which is not a mapping in {Paths}.");
                return null;
            case null when Paths is null:
                problems.Add($"OS_CLOUD names '{name}', but there is no clouds.yaml in {string.Join(", ", environment.ConfigurationFolders)}, "
                    + "and OS_CLIENT_CONFIG_FILE names none.");
                return null;
            case null when Names is [var only]:
                problems.Add($"OS_CLOUD names '{name}', but {Paths} has no such cloud; there is {only}.");
                return null;
            case null when Names is [_, ..] names:
                problems.Add($"OS_CLOUD names '{name}', but {Paths} has no such cloud; there are {string.Join(", ", names)}, and the nearest is {NearestName.To(name, [.. names])}.");
                return null;
            default:
                problems.Add($"OS_CLOUD names '{name}', but {Paths} has no clouds.");
                return null;
        }
    }

    private bool InOpen(string name) => (_open?.Root[Clouds] as ConfigNode.Mapping)?[name] is not null;
}
