namespace NovaFence.OpenStack.Configuration;

/// <summary>Where OpenStack's clients look for their files.</summary>
internal static class ClientFolders
{
    /// <summary>
    /// The current folder, the user's, and the machine's, as https://github.com/openstack/openstacksdk/blob/0.101.0/openstack/config/loader.py#L35 has
    /// them on Linux.
    /// </summary>
    /// <param name="current">The current folder.</param>
    /// <param name="home">The user's home.</param>
    /// <param name="variable">Reads an environment variable, null when it is unset or empty.</param>
    public static IEnumerable<string> Of(string current, string? home, Func<string, string?> variable)
    {
        yield return current;
        if (variable("XDG_CONFIG_HOME") is { } configuration)
            yield return Path.Combine(configuration, "openstack");
        if ((variable("SNAP_REAL_HOME") ?? home) is { } user)
            yield return Path.Combine(user, ".config", "openstack");
        yield return Path.Combine(variable("XDG_CONFIG_DIRS") ?? "/etc/xdg", "openstack");
        yield return "/etc/openstack";
    }
}
