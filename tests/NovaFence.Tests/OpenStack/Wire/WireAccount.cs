namespace NovaFence.OpenStack.Tests.Wire;

/// <summary>Who signs in. A class, so that no assertion prints a password.</summary>
public sealed class WireAccount(string user, string password, string project)
{
    public string User { get; } = user;

    public string Password { get; } = password;

    public string Project { get; } = project;

    /// <summary>The body of a token request, password method.</summary>
    public string Auth(string? password = null, bool scoped = true) => $$$$"""
        {"auth":{"identity":{"methods":["password"],"password":{"user":
        {"name":"{{{{User}}}}","domain":{"name":"Default"},"password":"{{{{password ?? Password}}}}"} } }{{{{(scoped ? Scope : "")}}}} } }
        """;

    private string Scope => $$$$"""
        ,"scope":{"project":{"name":"{{{{Project}}}}","domain":{"name":"Default"} } }
        """;
}
