using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NovaFence.OpenStack.Compute;

namespace NovaFence.OpenStack.Configuration;

/// <summary>Makes one cloud out of the three sources.</summary>
/// <remarks>
/// The first source that names an auth URL supplies the identity, all of it: a user of one cloud is never tried at another. Region, interface and
/// endpoint come from that source or one before it, because a later one may speak of another cloud. Only the trusted authorities may come from a later
/// one: they say nothing about a cloud.
/// </remarks>
internal sealed class CloudResolver(IUserEnvironment environment)
{
    public CloudResolution Resolve(CloudOptions options)
    {
        var problems = new List<string>();
        var variables = new VariablesSource(environment);
        List<CloudSource> sources = [new OptionsSource(options), variables];
        if (CloudsFile.Find(environment, sources.TrueForAll(static source => source[CloudKey.AuthUrl] is null) ? problems : []) is { } file)
            sources.Add(file);

        var identitySource = sources.Find(static source => source[CloudKey.AuthUrl] is not null);
        if (identitySource is null && problems.Count == 0)
            problems.Add($"{CloudKey.AuthUrl.Both()} is missing: Keystone's address. (Or OS_CLOUD and a clouds.yaml.)");

        foreach (var stray in identitySource is null ? [] : sources.Take(sources.IndexOf(identitySource)))
        {
            foreach (var key in stray.CredentialsNamed)
            {
                problems.Add($"{stray.Spell(key)} is set, but {stray.Spell(CloudKey.AuthUrl)} is not: the cloud is taken from {identitySource!.Name}, and "
                    + "credentials of two clouds are not combined. Set both there, or neither.");
            }
        }

        var identityUrl = identitySource is null ? null : IdentityUrl(identitySource, problems);
        var readFrom = identitySource ?? sources.Find(static source => source.CredentialsNamed.Any()) ?? sources[0];
        var identity = new IdentityReading(readFrom, sources, problems).Read();

        var deciding = sources.Take(sources.IndexOf(readFrom) + 1).ToList();
        var endpoint = Endpoint(deciding, problems);
        var side = Interface(deciding, problems);
        var trust = Trust(deciding.Append(variables), problems);
        var microversion = Max(options, problems);

        if (problems.Count > 0 || identity is null || identityUrl is null)
            return new CloudResolution.Incomplete(problems);

        return new CloudResolution.Complete(new CloudSettings
        {
            Source = identitySource!.Name,
            IdentityUrl = identityUrl,
            Identity = identity,
            Region = First(deciding, CloudKey.Region)?.Value,
            Interface = side,
            Trust = trust,
            ComputeEndpoint = endpoint,
            MaxMicroversion = microversion,
            Limits = options,
        });
    }

    private static (CloudSource Source, string Value)? First(IEnumerable<CloudSource> sources, CloudKey key) =>
        sources.Where(source => source[key] is not null).Select(source => ((CloudSource, string)?)(source, source[key]!)).FirstOrDefault();

    private static Uri? IdentityUrl(CloudSource source, List<string> problems)
    {
        if (Uri.TryCreate(source[CloudKey.AuthUrl], UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps))
        {
            var segments = uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
            if (segments is [.. var before, "v3" or "v2.0"])
                segments = before;
            return new Uri(uri.GetLeftPart(UriPartial.Authority) + "/" + string.Join('/', segments.Append("v3")));
        }

        problems.Add($"{source.Spell(CloudKey.AuthUrl)} is not an http or https URL.");
        return null;
    }

    private static ComputeEndpoint? Endpoint(IEnumerable<CloudSource> sources, List<string> problems)
    {
        if (First(sources, CloudKey.ComputeEndpoint) is not ({ } source, { } url))
            return null;
        var endpoint = ComputeEndpoint.Parse(url);
        if (endpoint is null)
            problems.Add($"{source.Spell(CloudKey.ComputeEndpoint)} is not an http or https URL.");
        return endpoint;
    }

    // OS_ENDPOINT_TYPE and old files say publicURL.
    private static string Interface(IEnumerable<CloudSource> sources, List<string> problems)
    {
        if (First(sources, CloudKey.Interface) is not ({ } source, { } named))
            return "public";
        var name = named.EndsWith("URL", StringComparison.OrdinalIgnoreCase) ? named[..^3] : named;
        if (name.ToLowerInvariant() is "public" or "internal" or "admin")
            return name.ToLowerInvariant();
        problems.Add($"{source.Spell(CloudKey.Interface)} is none of public, internal, admin.");
        return "public";
    }

    private X509Certificate2Collection? Trust(IEnumerable<CloudSource> sources, List<string> problems)
    {
        if (First(sources, CloudKey.CaCert) is not ({ } source, { } path))
            return null;
        var spelling = source.Spell(CloudKey.CaCert);
        try
        {
            var trust = new X509Certificate2Collection();
            if (environment.ReadFile(path) is not { } text)
                problems.Add($"{spelling}: there is no file {path}.");
            else
                trust.ImportFromPem(text);
            if (trust.Count > 0)
                return trust;
            if (problems.TrueForAll(problem => !problem.StartsWith(spelling, StringComparison.Ordinal)))
                problems.Add($"{spelling}: {path} holds no certificate in PEM.");
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or IOException or UnauthorizedAccessException)
        {
            problems.Add($"{spelling}: {path} cannot be read: {unreadable.Message}");
        }

        return null;
    }

    private static Microversion? Max(CloudOptions options, List<string> problems)
    {
        if (string.IsNullOrWhiteSpace(options.MaxMicroversion))
            return null;
        if (Microversion.TryParse(options.MaxMicroversion, out var version) && version >= Microversion.ForcedDown)
            return version;
        problems.Add($"{CloudOptions.Section}:{nameof(CloudOptions.MaxMicroversion)} is not a microversion from 2.11 on, such as 2.52.");
        return null;
    }
}
