namespace NovaFence.Core.Options;

/// <summary>What kind and range of a key's value cannot tell, such as keys that contradict each other.</summary>
/// <typeparam name="TOptions">The options that it looks at.</typeparam>
public interface IOptionsCheck<in TOptions>
{
    /// <summary>Every problem, each beginning with its key (<c>NovaFence:…</c>). Values of secrets are not shown.</summary>
    /// <param name="options">The options as they were read.</param>
    IEnumerable<string> Problems(TOptions options);
}
