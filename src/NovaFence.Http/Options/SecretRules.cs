namespace NovaFence.Http.Options;

/// <summary>What a configured token or secret must look like. A sentence never shows the value.</summary>
internal static class SecretRules
{
    /// <summary>Shorter ones can be guessed over the network. 32 random characters are what the documentation shows how to make.</summary>
    public const int LeastLength = 8;

    /// <summary>The problems of a list of secrets, each beginning with its key.</summary>
    public static IEnumerable<string> Problems(string key, IList<string> secrets, int leastLength) =>
        secrets.Select((secret, index) => Problem($"{key}:{index}", secret, leastLength, "leave the whole list out")).OfType<string>();

    /// <summary>The problem of a single one, beginning with its key; null where there is none, or no secret.</summary>
    public static string? Problem(string key, string? secret, int leastLength) => secret is null ? null : Problem(key, secret, leastLength, "leave it out");

    /// <summary>Whether a header can have this name.</summary>
    public static bool IsHeader(string name) => name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');

    /// <summary>What is wrong with the name of a header whose timestamp is signed too; nothing where none is named.</summary>
    /// <param name="section">The receiver's section.</param>
    /// <param name="header">The name.</param>
    /// <param name="secrets">What the receiver's senders sign with.</param>
    /// <param name="such">A name that could be meant.</param>
    public static IEnumerable<string> TimestampProblems(string section, string? header, IList<string> secrets, string such)
    {
        if (header is null)
            yield break;
        if (!IsHeader(header))
            yield return $"{section}:TimestampHeader is '{header}', which is no name of a header: write one such as {such}";
        else if (secrets.Count == 0)
            yield return $"{section}:TimestampHeader is set, and nothing is signed: add {section}:Secrets:0, or leave it out";
    }

    private static string? Problem(string key, string secret, int leastLength, string otherwise)
    {
        if (string.IsNullOrWhiteSpace(secret))
            return $"{key} is empty: give it a value, or {otherwise}";
        if (secret.AsSpan().ContainsAnyExceptInRange('!', '~'))
            return $"{key} has a space, a line end or a character outside ASCII, so no sender could send it";
        return secret.Length < leastLength ? $"{key} is shorter than {leastLength} characters: make one with 'openssl rand -hex 32'" : null;
    }
}
