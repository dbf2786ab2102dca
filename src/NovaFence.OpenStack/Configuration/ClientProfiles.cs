using NovaFence.OpenStack.Configuration.Files;

namespace NovaFence.OpenStack.Configuration;

/// <summary>Finds the vendor's profile that a cloud names, in <c>clouds-public.yaml</c>.</summary>
internal static class ClientProfiles
{
    /// <summary>Its keys, or null where the cloud names none. One that is not there is a problem.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="name">What to call the cloud in a sentence.</param>
    /// <param name="files">Where to look.</param>
    /// <param name="problems">Where problems go.</param>
    public static ConfigNode.Mapping? Of(ConfigNode.Mapping cloud, string name, ClientFiles files, ICollection<string> problems)
    {
        var key = cloud[ClientKeys.Profile] is null ? ClientKeys.ProfileFormerly : ClientKeys.Profile;
        switch (cloud[key])
        {
            case null or ConfigNode.Null or ConfigNode.Text { Value.Length: 0 }:
                return null;
            case ConfigNode.Text { Value: var wanted }:
                var file = files.Find("clouds-public");
                var profiles = file?.Root["public-clouds"] as ConfigNode.Mapping ?? ConfigNode.Mapping.Empty;
                if (profiles[wanted] is ConfigNode.Mapping profile)
                    return profile;
                var there = file is null
                    ? "there is no clouds-public.yaml"
                    : $"{file.Path} has {(profiles.Entries.Count == 0 ? "none" : string.Join(", ", profiles.Entries.Keys.Order(StringComparer.Ordinal)))} under public-clouds";
                problems.Add($"{key} names '{wanted}', and {there}: the profiles that openstacksdk brings along, and those of a URL, are not supported. Write out what it "
                    + $"says ({name}).");
                return null;
            default:
                problems.Add($"{key} has to be one value ({name}).");
                return null;
        }
    }
}
