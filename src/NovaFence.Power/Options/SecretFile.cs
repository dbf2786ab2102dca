using System.Diagnostics.CodeAnalysis;
using NovaFence.Core.Options;

namespace NovaFence.Power.Options;

/// <summary>A secret in the first line of a file. No sentence shows what stands there.</summary>
internal static class SecretFile
{
    private const int MostLetters = 4096;

    /// <summary>Reads it; <paramref name="problem"/>, to be read behind its key, where there is none.</summary>
    internal static bool TryRead(string path, [NotNullWhen(true)] out string? secret, [NotNullWhen(false)] out string? problem)
    {
        (secret, problem) = (null, null);
        try
        {
            using var file = new StreamReader(path);
            var letters = new char[MostLetters + 1];
            var read = file.ReadBlock(letters);
            var line = letters.AsSpan(0, read);
            line = (line.IndexOfAny('\r', '\n') is var end and >= 0 ? line[..end] : line).Trim();
            if (line.Length is 0 or > MostLetters)
                problem = $"names a file whose first line is {(line.IsEmpty ? "empty" : "too long for a secret")}: write the secret there, and nothing else";
            else
                problem = Placeholder.Problem(line.ToString());
            secret = problem is null ? line.ToString() : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problem = $"names a file that cannot be read ({Why(unreadable)}): {path}";
        }

        return secret is not null;
    }

    private static string Why(Exception unreadable) => unreadable switch
    {
        FileNotFoundException or DirectoryNotFoundException => "there is none",
        UnauthorizedAccessException => "it may not be read, or is a folder",
        _ => unreadable.GetType().Name,
    };
}
