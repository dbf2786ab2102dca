namespace NovaFence.OpenStack.Tests.Wire;

/// <summary>An application credential made for a test.</summary>
public sealed class WireCredential(string id, string name, string secret)
{
    public string Id { get; } = id;

    public string Name { get; } = name;

    public string Secret { get; } = secret;

    /// <summary>The body of a token request.</summary>
    public string Auth(string? secret = null, string? scopeToProject = null)
    {
        string scope = scopeToProject is null ? "" : $$$""", "scope":{"project":{"id":"{{{scopeToProject}}}"} }""";
        return $$$"""
            {"auth":{"identity":{"methods":["application_credential"],"application_credential":{"id":"{{{Id}}}","secret":"{{{secret ?? Secret}}}"} }{{{scope}}} } }
            """;
    }
}
