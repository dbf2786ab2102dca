using System.Globalization;
using NovaFence.Core.Cloud;
using NovaFence.Http.Options;

namespace NovaFence.Server.Checking;

/// <summary>Tokens that the API takes and that are too short to sign in to the page.</summary>
internal static class PageTokenCheck
{
    internal static IEnumerable<CheckLine> Check(AccessOptions access) =>
        [.. Of("OperatorTokens", access.OperatorTokens), .. Of("ReaderTokens", access.ReaderTokens)];

    private static IEnumerable<CheckLine> Of(string list, IList<string> tokens) => tokens.Index().Where(one => one.Item.Length < AccessOptions.LeastPageToken).Select(one => CheckLine.Warning(
        "page: token",
        string.Create(CultureInfo.InvariantCulture, $"{AccessOptions.Section}:{list}:{one.Index} has fewer than {AccessOptions.LeastPageToken} characters: the API takes it, and nobody signs in to the page with it."),
        "Make a longer one for the page: openssl rand -hex 32"));
}
