using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace NovaFence.Core.Options;

/// <summary>Stands for the whole of <c>NovaFence:</c> when the start is validated; it holds nothing.</summary>
internal sealed class KnownKeys;

/// <summary>Refuses every key that no options have, with the nearest one that some have.</summary>
internal sealed partial class KnownKeysValidation(IConfiguration configuration, IEnumerable<ConfigurationPart> parts, IEnumerable<OwnVariable> own) : IValidateOptions<KnownKeys>
{
    private readonly KeyTree _root = KeyTree.Of(parts);

    public ValidateOptionsResult Validate(string? name, KnownKeys options)
    {
        List<string> failures = [];
        Look(configuration.GetSection(NovaFenceOptions.Section), _root.Below(NovaFenceOptions.Section)!, failures);
        if (KeyOrigin.Providers(configuration).Any(KeyOrigin.IsEnvironment))
            failures.AddRange(OfVariables(Environment.GetEnvironmentVariables().Keys.Cast<string>()));
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    /// <summary>Variables that are not read although they look so, and those of which only one counts.</summary>
    internal IEnumerable<string> OfVariables(IEnumerable<string> names)
    {
        var ours = names.Where(name => name.StartsWith(NovaFenceOptions.Section + '_', StringComparison.OrdinalIgnoreCase)
            || name.StartsWith(NovaFenceOptions.Section + ':', StringComparison.OrdinalIgnoreCase)).Except(own.Select(variable => variable.Name), StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        foreach (var name in ours.Where(name => Separators().Count(name) > 0 && !name.StartsWith(NovaFenceOptions.Section + "__", StringComparison.OrdinalIgnoreCase) && !name.Contains(':', StringComparison.Ordinal)))
        {
            if (Known(Separators().Replace(name, ":")) is { } key)
                yield return $"{name} is not read: between the parts of a key stand two underscores, {KeyOrigin.Variable(key)}";
        }

        foreach (var same in ours.GroupBy(name => name.Replace("__", ":", StringComparison.Ordinal), StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1))
            yield return $"{same.Key} is set more than once, by {string.Join(" and ", same)}, and only one of them counts: keep one";
    }

    private void Look(IConfigurationSection section, KeyTree known, List<string> failures)
    {
        foreach (var child in section.GetChildren())
        {
            if (known.Below(child.Key) is { } below)
                Look(child, below, failures);
            else if (known.Kind == KeyKind.Section)
                failures.Add($"{KeyOrigin.Shown(configuration, child.Path)} is no key of NovaFence: {Suggestion(section.Path, child.Key, known)}");
        }
    }

    private string Suggestion(string section, string name, KeyTree known)
    {
        var nearest = Nearest(section, name, known);
        return $"did you mean {(KeyOrigin.IsFromEnvironment(configuration, $"{section}:{name}") ? $"{nearest} ({KeyOrigin.Variable(nearest)})" : nearest)}?";
    }

    /// <summary>One beside it with a similar name; else one of that name elsewhere; else the nearest beside it.</summary>
    private string Nearest(string section, string name, KeyTree known)
    {
        if (Known($"{section}:{Separators().Replace(name, ":")}") is { } separated)
            return separated;
        var beside = NearestName.To(name, [.. known.Children.Select(child => child.Name)])!;
        if (NearestName.IsNear(name, beside))
            return $"{section}:{beside}";
        var all = _root.Paths("").ToList();
        var elsewhere = NearestName.To(name, [.. all.Select(one => one.Key.Name).Where(other => other != "0").Distinct(StringComparer.Ordinal)])!;
        return NearestName.Edits(name, elsewhere) <= 1 ? all.Find(one => one.Key.Name == elsewhere).Path : $"{section}:{beside}";
    }

    /// <summary>The key as it is written in the documentation, where there is such a key; a number stands for an item.</summary>
    private string? Known(string key)
    {
        var at = _root;
        var names = new List<string>();
        foreach (var part in key.Split(':'))
        {
            if (at.Below(part) is not { } below || (at.Kind == KeyKind.List && !part.All(char.IsAsciiDigit)))
                return null;
            names.Add(at.Kind == KeyKind.List ? part : below.Name);
            at = below;
        }

        return string.Join(':', names);
    }

    [GeneratedRegex("_+", RegexOptions.NonBacktracking)]
    private static partial Regex Separators();
}
