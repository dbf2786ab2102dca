using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace NovaFence.Core.Options;

/// <summary>A key with what is wrong there.</summary>
/// <param name="Key">The whole key.</param>
/// <param name="Text">What is wrong, to be read behind the key.</param>
internal sealed record KeyProblem(string Key, string Text)
{
    /// <summary>The key whose origin is that of the problem: one below it, where that is what is wrong.</summary>
    internal string At { get; init; } = Key;

    /// <summary>Whether the other key is this one or below it.</summary>
    internal bool Covers(string key) =>
        key.StartsWith(Key, StringComparison.OrdinalIgnoreCase) && (key.Length == Key.Length || key[Key.Length] == ':');
}

/// <summary>
/// Fills options from their section. What cannot be read leaves the default and is a problem, where .NET's binder passes over it (a value for a list, a
/// list for a value) or stops at the first.
/// </summary>
internal static class OptionsReader
{
    /// <summary>An item that is missing between others is filled in up to here, so that those behind it keep their numbers.</summary>
    private const int MostMissing = 100;

    /// <summary>Reads a section into options.</summary>
    /// <returns>What could not be read.</returns>
    internal static IReadOnlyList<KeyProblem> Read(IConfigurationSection section, object options)
    {
        var problems = new List<KeyProblem>();
        ReadSection(section, options, problems);
        return problems;
    }

    /// <summary>What is read, but missing or out of range.</summary>
    internal static IEnumerable<KeyProblem> Annotated(string key, object options)
    {
        foreach (var property in OptionKeys.Of(options.GetType()))
        {
            var at = $"{key}:{property.Name}";
            var value = property.GetValue(options);
            foreach (var attribute in property.GetCustomAttributes<ValidationAttribute>().Where(attribute => !attribute.IsValid(value)))
            {
                yield return new KeyProblem(at, attribute switch
                {
                    RequiredAttribute => $"is missing: write {KeyValue.Wanted(property.PropertyType, null)}",
                    RangeAttribute range => $"is {KeyValue.Shown(value)}: write {KeyValue.Wanted(property.PropertyType, range)}{(range.ErrorMessage is { } why ? $" ({why})" : "")}",
                    _ => $"cannot be used: {attribute.FormatErrorMessage(property.Name)}",
                });
            }

            var within = OptionKeys.KindOf(property.PropertyType) switch
            {
                KeyKind.Section when value is not null => Annotated(at, value),
                KeyKind.List when value is IList list => list.Cast<object>().Where(item => item is not string).SelectMany((item, index) => Annotated(FormattableString.Invariant($"{at}:{index}"), item)),
                _ => [],
            };
            foreach (var problem in within)
                yield return problem;
        }
    }

    private static void ReadSection(IConfigurationSection section, object options, List<KeyProblem> problems)
    {
        // An empty section has no value.
        if (section.Value is { } written)
            problems.Add(new KeyProblem(section.Path, $"is {Shape(written)}, but a section belongs there, with {string.Join(", ", OptionKeys.Of(options.GetType()).Select(property => property.Name))}"));
        foreach (var property in OptionKeys.Of(options.GetType()))
        {
            var at = section.GetSection(property.Name);
            if (!at.Exists())
                continue;
            switch (OptionKeys.KindOf(property.PropertyType))
            {
                case KeyKind.Section:
                    ReadSection(at, property.GetValue(options)!, problems);
                    break;
                case KeyKind.List:
                    ReadList(at, OptionKeys.ItemOf(property.PropertyType)!, (IList)property.GetValue(options)!, problems);
                    break;
                case KeyKind.Map:
                    ReadMap(at, (IDictionary)property.GetValue(options)!, problems);
                    break;
                default:
                    ReadValue(at, property, options, problems);
                    break;
            }
        }
    }

    private static void ReadValue(IConfigurationSection at, PropertyInfo property, object options, List<KeyProblem> problems)
    {
        var range = property.GetCustomAttribute<RangeAttribute>();
        if (at.GetChildren().Any())
            problems.Add(new KeyProblem(at.Path, $"is a list or a section, but one value belongs there: {KeyValue.Wanted(property.PropertyType, range)}") { At = at.GetChildren().First().Path });
        else if (at.Value is { } text && Placeholder.Problem(text) is { } unresolved)
            problems.Add(new KeyProblem(at.Path, unresolved));
        else if (KeyValue.TryRead(at.Value!, property.PropertyType, out var value))
            property.SetValue(options, value);
        else
            problems.Add(new KeyProblem(at.Path, $"is {(string.IsNullOrWhiteSpace(at.Value) ? "empty" : $"'{at.Value}'")}: write {KeyValue.Wanted(property.PropertyType, range)}, or leave it out"));
    }

    private static void ReadMap(IConfigurationSection at, IDictionary map, List<KeyProblem> problems)
    {
        if (at.Value is { } written)
            problems.Add(new KeyProblem(at.Path, $"is {Shape(written)}, but it holds names and values: write {at.Path}:name, {KeyOrigin.Variable(at.Path)}__name in the environment"));
        foreach (var one in at.GetChildren())
        {
            if (one.GetChildren().Any())
                problems.Add(new KeyProblem(one.Path, "is a list or a section, but one value belongs there") { At = one.GetChildren().First().Path });
            else if (one.Value is { } value && Placeholder.Problem(value) is { } unresolved)
                problems.Add(new KeyProblem(one.Path, unresolved));
            else
                map[one.Key] = one.Value ?? "";
        }
    }

    private static void ReadList(IConfigurationSection at, Type type, IList list, List<KeyProblem> problems)
    {
        // An empty list has none either: NovaFence.Server's ConfigurationFile sees to it.
        if (at.Value is { } written)
            problems.Add(new KeyProblem(at.Path, $"is {Shape(written)}, but it is a list: write [ … ] around it in a file ({at.Path}:0), {KeyOrigin.Variable(at.Path)}__0 in the environment"));
        var numbered = new SortedDictionary<int, IConfigurationSection>();
        foreach (var item in at.GetChildren())
        {
            // What stands there in place of a number is not shown: it may be the secret itself.
            if (int.TryParse(item.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number.ToString(CultureInfo.InvariantCulture) == item.Key)
                numbered.Add(number, item);
            else if (!problems.Exists(problem => problem.Key == at.Path))
                problems.Add(new KeyProblem(at.Path, $"is a list, and something in it has no number: {at.Path}:0, {at.Path}:1 and so on belong there") { At = item.Path });
        }

        foreach (var (number, item) in numbered)
        {
            if (list.Count < number)
                problems.Add(new KeyProblem(FormattableString.Invariant($"{at.Path}:{list.Count}"), $"is missing, and {item.Path} is there: number the list without gaps"));
            while (list.Count < number && list.Count < MostMissing)
                list.Add(type == typeof(string) ? "" : Activator.CreateInstance(type));
            list.Add(Item(item, type, problems));
        }
    }

    private static string Shape(string written) => written.Length == 0 ? "an empty text" : "one value";

    private static object? Item(IConfigurationSection item, Type type, List<KeyProblem> problems)
    {
        if (OptionKeys.KindOf(type) == KeyKind.Section)
        {
            var options = Activator.CreateInstance(type)!;
            ReadSection(item, options, problems);
            return options;
        }

        if (item.GetChildren().Any())
            problems.Add(new KeyProblem(item.Path, "is a list or a section, but one value belongs there") { At = item.GetChildren().First().Path });
        else if (string.IsNullOrWhiteSpace(item.Value))
            problems.Add(new KeyProblem(item.Path, "is empty: give it a value, or leave it out and number the rest without a gap"));
        else if (Placeholder.Problem(item.Value) is { } unresolved)
            problems.Add(new KeyProblem(item.Path, unresolved));
        return item.Value ?? "";
    }
}
