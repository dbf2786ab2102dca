using Microsoft.Extensions.Configuration;

namespace NovaFence.Core.Options;

/// <summary>Where a key was written, so that a problem names it as it was typed.</summary>
internal static class KeyOrigin
{
    private const string Environment = "EnvironmentVariablesConfigurationProvider";

    /// <summary>A name of the environment for a key.</summary>
    internal static string Variable(string key) => key.Replace(":", "__", StringComparison.Ordinal);

    /// <summary>The key, and its spelling in the environment where it was written there.</summary>
    /// <param name="configuration">The whole configuration.</param>
    /// <param name="key">The key.</param>
    /// <param name="at">The key below it whose origin counts; without it that is the key's own.</param>
    internal static string Shown(IConfiguration configuration, string key, string? at = null) => IsFromEnvironment(configuration, at ?? key) ? $"{key} ({Variable(key)})" : key;

    /// <summary>The same for a sentence that begins with a key.</summary>
    internal static string InSentence(IConfiguration configuration, string sentence)
    {
        var key = KeyOf(sentence);
        return key.Length == 0 ? sentence : Shown(configuration, key) + sentence[key.Length..];
    }

    /// <summary>The key that a sentence begins with; empty where there is none.</summary>
    internal static string KeyOf(string sentence)
    {
        if (!sentence.StartsWith("NovaFence:", StringComparison.OrdinalIgnoreCase))
            return "";
        var length = sentence.AsSpan().IndexOfAnyExcept(KeyLetters);
        return (length < 0 ? sentence : sentence[..length]).TrimEnd(':', '.');
    }

    /// <summary>Whether the environment has the last word on this key, or, where nothing gives it a value, on something below it.</summary>
    internal static bool IsFromEnvironment(IConfiguration configuration, string key) => Last(configuration, key) is { } last && IsEnvironment(last);

    internal static bool IsEnvironment(IConfigurationProvider provider)
    {
        // The sandbox reads a part of the environment, by a type of its own that is made of this one.
        for (var type = provider.GetType(); type is not null; type = type.BaseType)
        {
            if (type.Name == Environment)
                return true;
        }

        return false;
    }

    /// <summary>All providers, the last one first; those of a configuration within another are among them.</summary>
    internal static IEnumerable<IConfigurationProvider> Providers(IConfiguration configuration) => configuration is IConfigurationRoot root
        ? root.Providers.Reverse().SelectMany(provider => provider is ChainedConfigurationProvider chained ? Providers(chained.Configuration) : [provider])
        : [];

    private static readonly System.Buffers.SearchValues<char> KeyLetters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_:.-");

    private static IConfigurationProvider? Last(IConfiguration configuration, string key) =>
        Providers(configuration).FirstOrDefault(provider => provider.TryGet(key, out var value) && value is not null)
            ?? Providers(configuration).FirstOrDefault(provider => provider.TryGet(key, out _) || provider.GetChildKeys([], key).Any());
}
