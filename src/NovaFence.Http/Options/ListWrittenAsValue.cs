using Microsoft.Extensions.Configuration;

namespace NovaFence.Http.Options;

/// <summary>
/// A list of secrets that was configured as one value. The binder passes over it without a word, and what was meant to be on would be off.
/// </summary>
internal static class ListWrittenAsValue
{
    /// <summary>The problem, if it is there; the value is not shown.</summary>
    public static IEnumerable<string> Problems(IConfiguration configuration, string key)
    {
        if (!string.IsNullOrEmpty(configuration[key]))
            yield return $"{key} is one value, but it is a list: write {key}:0 (in the environment {key.Replace(":", "__", StringComparison.Ordinal)}__0)";
    }
}
