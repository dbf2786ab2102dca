namespace NovaFence.OpenStack.Compute;

/// <summary>Where Nova's API is. The catalog spells it in several ways; they come out as two addresses without a trailing slash.</summary>
internal sealed record ComputeEndpoint
{
    private const string Version = "v2.1";

    private ComputeEndpoint(Uri root, Uri services)
    {
        Root = root;
        Services = services;
    }

    /// <summary>Ends in <c>/v2.1</c>: the version document, which Nova shows to anybody.</summary>
    public Uri Root { get; }

    /// <summary>What the calls are relative to: <see cref="Root"/>, or, as in the catalogs of old clouds, with the project's id behind it.</summary>
    public Uri Services { get; }

    /// <summary>
    /// Takes <c>http://nova:8774/v2.1</c>, with or without a trailing slash, with a project id behind it, below another path, without a version, or
    /// with the <c>/v2</c> that knows no microversions. A user name and a password in it are left out: nobody sends them, and this is shown.
    /// </summary>
    public static ComputeEndpoint? Parse(string? url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps))
            return null;

        var segments = uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var version = Array.FindIndex(segments, static segment => segment is "v2" or "v2.0" or Version);
        var before = version < 0 ? segments : segments[..version];
        var behind = version < 0 ? [] : segments[(version + 1)..];
        string[] root = [.. before, Version];
        return new ComputeEndpoint(At(uri, root), At(uri, [.. root, .. behind]));
    }

    public override string ToString() => Services.AbsoluteUri;

    private static Uri At(Uri uri, string[] segments) => new(uri.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) + "/" + string.Join('/', segments));
}
