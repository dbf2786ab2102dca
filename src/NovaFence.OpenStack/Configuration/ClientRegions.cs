using NovaFence.OpenStack.Configuration.Files;

namespace NovaFence.OpenStack.Configuration;

/// <summary>Finds the region of a cloud: the first of <c>regions</c>, else <c>region_name</c>, else the same of the vendor's profile.</summary>
/// <param name="problem">Takes a key and what is wrong with it.</param>
internal sealed class ClientRegions(Action<string, string> problem)
{
    /// <summary>A region, and what is laid over the cloud in it.</summary>
    public sealed record Region((string Value, string Key)? Name, ConfigNode.Mapping Values);

    public Region? First(IReadOnlyDictionary<string, ConfigNode> cloud, ConfigNode.Mapping? profile)
    {
        if (cloud.TryGetValue(ClientKeys.Regions, out var regions))
            return Of(regions, ClientKeys.Regions);
        if (cloud.TryGetValue(ClientKeys.RegionName, out var name))
            return Named(name);
        if (profile is null)
            return null;
        if (profile["region-name"] is not null)
            problem("region-name", "of the profile is not read with '-', by openstacksdk either: write region_name.");
        return profile[ClientKeys.Regions] switch
        {
            null or ConfigNode.Null or ConfigNode.List { Items.Count: 0 } when profile[ClientKeys.RegionName] is { } said => Entry(said, ClientKeys.RegionName),
            null or ConfigNode.Null or ConfigNode.List { Items.Count: 0 } => null,
            var several => Of(several, ClientKeys.Regions),
        };
    }

    // A text may name several, of which the first counts; that is old, and openstacksdk warns of it.
    private Region? Named(ConfigNode name) => name switch
    {
        ConfigNode.Text { Value: var text } => Entry(new ConfigNode.Text(text.Split(',')[0]), ClientKeys.RegionName),
        ConfigNode.List => Of(name, ClientKeys.RegionName),
        _ => Entry(name, ClientKeys.RegionName),
    };

    private Region? Of(ConfigNode regions, string key)
    {
        if (regions is ConfigNode.List { Items: [_, ..] and var items })
            return items.Select(item => Entry(item, key)).ToList()[0];
        problem(key, "is not a list with a region in it.");
        return null;
    }

    private Region? Entry(ConfigNode entry, string key)
    {
        switch (entry)
        {
            case ConfigNode.Text { Value: var name }:
                return new Region(name.Length == 0 ? null : (name, key), ConfigNode.Mapping.Empty);
            case ConfigNode.Mapping mapping when mapping["name"] is ConfigNode.Text { Value: var name }
                && (mapping["values"] ?? ConfigNode.Mapping.Empty) is ConfigNode.Mapping values && mapping.Entries.Keys.All(static inner => inner is "name" or "values"):
                // What is null in a region says nothing.
                var said = values.Entries.Where(static value => value.Value is not ConfigNode.Null).ToDictionary(StringComparer.Ordinal);
                return new Region(name.Length == 0 ? null : (name, key), new ConfigNode.Mapping(said));
            case ConfigNode.Mapping:
                problem(key, "has a region that is not a name, or a mapping of name and values and nothing else.");
                return null;
            case ConfigNode.Null:
                problem(key, "is null: leave it out, or name a region.");
                return null;
            default:
                problem(key, "names a region by what is not a text: put its name in quotes.");
                return null;
        }
    }
}
