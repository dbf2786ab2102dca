using NovaFence.Core.Cloud;
using NovaFence.Http.Options;

namespace NovaFence.Server.Checking;

/// <summary>Whether anybody may command, and how hard a token is to guess.</summary>
internal static class AccessTokensCheck
{
    private const string Name = "operators";

    internal static CheckLine Check(AccessOptions options) => options.OperatorTokens.Select(static (token, index) => (token, index)).FirstOrDefault(static one => one.token.Length < AccessOptions.GoodOperatorTokenLength) switch
    {
        _ when options.OperatorTokens.Count == 0 => CheckLine.Ok(Name, "No token: no command is taken over HTTP."),
        (null, _) => CheckLine.Ok(Name, FormattableString.Invariant($"{options.OperatorTokens.Count} may command over HTTP.")),
        var (token, index) => CheckLine.Warning(
            Name,
            FormattableString.Invariant($"{AccessOptions.Section}:OperatorTokens:{index} has {token.Length} characters, and whoever guesses it may force every host down."),
            FormattableString.Invariant($"Make one of {AccessOptions.GoodOperatorTokenLength} or more with 'openssl rand -hex 32'.")),
    };
}
