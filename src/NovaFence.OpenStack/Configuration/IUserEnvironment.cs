namespace NovaFence.OpenStack.Configuration;

/// <summary>What an OpenStack client looks at besides its own configuration. Tests put another in its place.</summary>
internal interface IUserEnvironment
{
    /// <summary>An environment variable; null when it is unset or empty.</summary>
    string? Variable(string name);

    /// <summary>Whether there is such a variable, an empty one too.</summary>
    bool Has(string name);

    /// <summary>The user's home, for a path that begins with <c>~</c>; null when there is none.</summary>
    string? Home { get; }

    /// <summary>The folders to look for <c>clouds.yaml</c> in, the first one wins.</summary>
    IEnumerable<string> ConfigurationFolders { get; }

    /// <summary>A file's text; null when there is no such file. Throws what <see cref="File.ReadAllText(string)"/> throws otherwise.</summary>
    string? ReadFile(string path);
}
