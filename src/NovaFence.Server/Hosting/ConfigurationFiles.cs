using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using NovaFence.Core.Options;

namespace NovaFence.Server.Hosting;

/// <summary>Where the server and every command read their configuration: <c>appsettings.json</c>, the file after <c>--config</c>, and the environment.</summary>
internal static class ConfigurationFiles
{
    private const string Default = "appsettings.json";

    /// <summary>Adds the three, each over the one before it, in place of what is there.</summary>
    /// <exception cref="OptionsValidationException">A file cannot be read: each with its line and column.</exception>
    internal static void Use(IConfigurationBuilder configuration, FileInfo? file)
    {
        ThrowIfBroken(file);
        configuration.Sources.Clear();
        configuration.AddConfigurationFile(Path.GetFullPath(Default), optional: true);
        if (file is not null)
            configuration.AddConfigurationFile(file.FullName);
        configuration.AddEnvironmentVariables();
    }

    /// <summary>Says what is wrong with the files themselves; the framework would name the first of them, and no line.</summary>
    internal static void ThrowIfBroken(FileInfo? file)
    {
        if (file is { Exists: false })
            throw new IOException($"--config {file.FullName}: there is no such file");
        List<string> problems = [];
        foreach (var path in (IEnumerable<string>)[Path.GetFullPath(Default), .. file is null ? [] : new[] { file.FullName }])
        {
            if (File.Exists(path))
                problems.AddRange(Problems(path));
        }

        if (problems.Count > 0)
            throw new OptionsValidationException("files", typeof(NovaFenceOptions), problems);
    }

    private static List<string> Problems(string path)
    {
        try
        {
            return ConfigurationText.Problems(ConfigurationFile.Read(path)).Select(problem => $"{path}{problem}").ToList();
        }
        catch (UnauthorizedAccessException)
        {
            return [$"{path} may not be read by this user"];
        }
    }
}

/// <summary>Reads the JSON of a file for what stops it from being configuration, or would be passed over.</summary>
internal static class ConfigurationText
{
    /// <summary>With what the framework takes besides JSON.</summary>
    internal static JsonReaderOptions AsTheFrameworkReads { get; } = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Every problem, each beginning with <c>:line:column</c>, counted from 1.</summary>
    internal static IReadOnlyList<string> Problems(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var problems = new List<string>();
        var reader = new Utf8JsonReader(bytes, AsTheFrameworkReads);
        var names = new Stack<HashSet<string>?>();
        try
        {
            while (reader.Read())
            {
                if (names.Count == 0 && reader.TokenType != JsonTokenType.StartObject)
                    return [$"{Place(bytes, reader.TokenStartIndex)} must be an object: {{ \"NovaFence\": {{ … }} }}"];
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject:
                        names.Push(new HashSet<string>(StringComparer.OrdinalIgnoreCase));
                        break;
                    case JsonTokenType.StartArray:
                        names.Push(null);
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        names.Pop();
                        break;
                    case JsonTokenType.PropertyName:
                        var name = reader.GetString()!;
                        if (!names.Peek()!.Add(name))
                            problems.Add($"{Place(bytes, reader.TokenStartIndex)} has the key \"{name}\" a second time in the same object (case does not count): keep one");
                        if (names.Count == 1 && OfRoot(name) is { } problem)
                            problems.Add($"{Place(bytes, reader.TokenStartIndex)} {problem}");
                        break;
                }
            }
        }
        catch (JsonException broken)
        {
            problems.Add($"{Place(bytes, At(bytes, broken))} is not JSON: {Reason(broken.Message)}");
        }

        return problems;
    }

    /// <summary>A key beside NovaFence that is passed over and was probably meant for it; null where it is somebody else's.</summary>
    private static string? OfRoot(string name)
    {
        if (name.Split(':')[0].Equals(NovaFenceOptions.Section, StringComparison.OrdinalIgnoreCase))
            return null;
        if (OptionsRegistration.SectionNames.Contains(name, StringComparer.OrdinalIgnoreCase))
            return $"has \"{name}\" at the top, where it is not read: put it into \"NovaFence\": {{ … }}";
        return NearestName.To(name, [NovaFenceOptions.Section, "Logging"]) == NovaFenceOptions.Section && NearestName.IsNear(name, NovaFenceOptions.Section)
            ? $"has \"{name}\", which is not read: did you mean \"NovaFence\"?"
            : null;
    }

    /// <summary>Without what stands in the file there: it may be a secret that lacks its quotes.</summary>
    private static string Reason(string message)
    {
        var end = message.IndexOf(" Path: ", StringComparison.Ordinal) is var path and >= 0 ? path : message.IndexOf(" LineNumber: ", StringComparison.Ordinal);
        var said = end < 0 ? message : message[..end];
        var quote = said.IndexOf('\'', StringComparison.Ordinal);
        var close = said.LastIndexOf("' is ", StringComparison.Ordinal);
        return quote == 0 && close > 2 ? $"what stands there{said[(close + 1)..]}" : said;
    }

    private static long At(byte[] bytes, JsonException broken)
    {
        long at = 0;
        for (var line = broken.LineNumber ?? 0; line > 0 && at < bytes.Length; at++)
        {
            if (bytes[at] == '\n')
                line--;
        }

        return at + (broken.BytePositionInLine ?? 0);
    }

    private static string Place(byte[] bytes, long at)
    {
        var before = bytes.AsSpan(0, (int)Math.Min(at, bytes.Length));
        var line = before.Count((byte)'\n') + 1;
        var column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
        return FormattableString.Invariant($":{line}:{column}");
    }
}
