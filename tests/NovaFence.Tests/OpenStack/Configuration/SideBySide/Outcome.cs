namespace NovaFence.OpenStack.Tests.Configuration.SideBySide;

/// <summary>What came of one case.</summary>
/// <param name="Agreement">How the two stand to each other.</param>
/// <param name="Difference">What is wrong, where they do not agree.</param>
/// <param name="Problems">What NovaFence said.</param>
internal sealed record Outcome(Agreement Agreement, string? Difference, IReadOnlyList<string> Problems);

internal enum Agreement
{
    /// <summary>They do not agree, and it is not allowed.</summary>
    None,

    /// <summary>The same cloud.</summary>
    Same,

    /// <summary>Both refuse it, or openstacksdk would ask Keystone for a token without a user, a password, a project or a domain.</summary>
    BothRefuse,

    /// <summary>NovaFence alone refuses it, and that is listed.</summary>
    Listed,
}
