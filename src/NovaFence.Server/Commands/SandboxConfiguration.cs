using Microsoft.Extensions.Configuration.EnvironmentVariables;
using NovaFence.Core.Options;
using NovaFence.Server.Hosting;

namespace NovaFence.Server.Commands;

/// <summary>
/// What is configured for a sandbox by <c>--config</c> and the environment. The sandbox takes what decides: routes, hosts and limits. Cloud, ledger, tokens and
/// whoever is told are its own, so that a configuration that is meant for a real cloud can be tried without reaching it.
/// </summary>
internal sealed class SandboxConfiguration
{
    /// <summary>The sections that are taken. One that is configured at all is taken whole, so that it means what it means on <c>serve</c>.</summary>
    private static readonly string[] Taken = ["Routes", "Budget", "Storm", "Hosts", "Release", "Holds", "Fencing", "Evidence", GenericReceivers];

    /// <summary>Taken too, because routes name these receivers.</summary>
    private const string GenericReceivers = "Receivers:Generic";

    private readonly FileInfo? _file;
    private readonly IConfigurationRoot _written;

    private SandboxConfiguration(FileInfo? file, IConfigurationRoot written) => (_file, _written) = (file, written);

    /// <summary>Everything that is written, taken or not: a key that nobody knows is wrong in either.</summary>
    internal IConfiguration Written => _written;

    /// <summary>The sections that are taken, by their keys.</summary>
    internal IReadOnlyList<string> InForce => [.. Taken.Select(Key).Where(IsWritten)];

    /// <summary>The sections that are written and not taken, by their keys.</summary>
    internal IReadOnlyList<string> Ignored =>
    [
        .. _written.GetSection(NovaFenceOptions.Section).GetChildren()
            .SelectMany(child => Taken.Any(one => one.StartsWith(child.Key + ":", StringComparison.OrdinalIgnoreCase)) ? child.GetChildren() : [child])
            .Where(section => !IsTaken(section.Path))
            .Select(section => section.Path),
    ];

    /// <summary>Reads the file and the environment.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The file cannot be read.</exception>
    /// <exception cref="IOException">There is no such file.</exception>
    internal static SandboxConfiguration Read(FileInfo? file)
    {
        ConfigurationFiles.ThrowIfBroken(file);
        return new SandboxConfiguration(file, FromFile(file).AddEnvironmentVariables().Build());
    }

    /// <summary>Puts the sandbox's configuration in place of what is there.</summary>
    /// <param name="configuration">Where to.</param>
    /// <param name="own">What the sandbox takes from nobody.</param>
    /// <param name="rules">What stands in for the sections that are not written.</param>
    internal void Use(IConfigurationBuilder configuration, IEnumerable<KeyValuePair<string, string?>> own, IEnumerable<KeyValuePair<string, string?>> rules)
    {
        configuration.Sources.Clear();
        configuration.AddInMemoryCollection(rules.Where(rule => !InForce.Any(section => IsBelow(rule.Key, section))));
        configuration.AddInMemoryCollection(FromFile(_file).Build().AsEnumerable().Where(one => one.Value is not null && IsUsed(one.Key)));
        configuration.Add(new PartOfEnvironment());
        configuration.AddInMemoryCollection(own);
    }

    private static ConfigurationBuilder FromFile(FileInfo? file)
    {
        var builder = new ConfigurationBuilder();
        if (file is not null)
            builder.AddConfigurationFile(file.FullName);
        return builder;
    }

    private static string Key(string section) => $"{NovaFenceOptions.Section}:{section}";

    private static bool IsTaken(string key) => Taken.Any(section => IsBelow(key, Key(section)));

    /// <summary>Everything beside NovaFence's own keys is the framework's, such as <c>Logging</c>.</summary>
    private static bool IsUsed(string key) => IsTaken(key) || !IsBelow(key, NovaFenceOptions.Section);

    private static bool IsBelow(string key, string section) =>
        key.Equals(section, StringComparison.OrdinalIgnoreCase) || key.StartsWith(section + ":", StringComparison.OrdinalIgnoreCase);

    /// <summary>Also where an empty list or section is written, which has no value.</summary>
    private bool IsWritten(string key) => _written.Providers.Any(provider => provider.TryGet(key, out _)) || _written.GetSection(key).GetChildren().Any();

    /// <summary>The environment without the keys that the sandbox does not take. Still the environment to whoever asks where a key was written.</summary>
    private sealed class PartOfEnvironment : EnvironmentVariablesConfigurationProvider, IConfigurationSource
    {
        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

        public override void Load()
        {
            base.Load();
            Data = Data.Where(one => IsUsed(one.Key)).ToDictionary(StringComparer.OrdinalIgnoreCase);
        }
    }
}
