using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NovaFence.OpenStack.Compute;
using NovaFence.OpenStack.Configuration.Files;

namespace NovaFence.OpenStack.Configuration;

/// <summary>Makes one cloud out of the configuration and of what OpenStack's clients read.</summary>
/// <remarks>
/// The first source that names an auth URL supplies the identity, all of it: a user of one cloud is never tried at another. Region, interface and
/// endpoint come from that source or one before it, because a later one may speak of another cloud. Only the trusted authorities may come from a later
/// one: they say nothing about a cloud.
/// </remarks>
internal sealed class CloudResolver(IUserEnvironment environment)
{
    /// <summary>Between interfaces where there are several, the preferred one first.</summary>
    public const string InterfaceSeparator = ",";

    private const string PemBegin = "-----BEGIN";

    public CloudResolution Resolve(CloudOptions options)
    {
        var problems = new List<string>();
        var microversion = Max(options, problems);

        var configured = new OptionsSource(options);
        // What the clients read does not matter to a cloud that is configured, not even when it is wrong.
        var found = configured[CloudKey.AuthUrl] is null ? Client(problems) : Variables([]);
        if (found is not { } client)
            return new CloudResolution.Incomplete(problems);

        List<CloudSource> sources = [configured, client];
        var identitySource = sources.Find(static source => source[CloudKey.AuthUrl] is not null);
        if (identitySource is null && problems.Count == 0)
            problems.Add($"{CloudKey.AuthUrl.Both()} is missing: Keystone's address. (Or OS_CLOUD and a clouds.yaml{Known()}.)");

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
        var sides = Interfaces(deciding, problems);
        var trust = Trust(readFrom == configured ? sources : deciding, problems);

        if (problems.Count > 0 || identity is null || identityUrl is null)
            return new CloudResolution.Incomplete(problems);

        return new CloudResolution.Complete(new CloudSettings
        {
            Source = identitySource!.Name,
            IdentityUrl = identityUrl,
            Identity = identity,
            Region = First(deciding, CloudKey.Region)?.Value,
            Interfaces = sides,
            Trust = trust,
            ComputeEndpoint = endpoint,
            MaxMicroversion = microversion,
            Limits = options,
        });
    }

    /// <summary>The cloud that OpenStack's clients would use: that of the files which <c>OS_CLOUD</c> names, else that of the variables.</summary>
    private ClientSource? Client(List<string> problems)
    {
        // The name under which the variables are a cloud too.
        var ofVariables = environment.Variable("OS_CLOUD_NAME") ?? "envvars";
        if (environment.Variable("OS_CLOUD") is not { } name || string.Equals(name, ofVariables, StringComparison.Ordinal))
            return Variables(problems);

        var broken = new List<string>();
        var files = new ClientFiles(environment, broken);
        var cloud = CloudsFile.Find(files).Cloud(name, environment, files, broken);
        problems.AddRange(broken);
        if (cloud is not null)
            Beside(cloud, problems);
        return broken.Count == 0 ? cloud : null;
    }

    private ClientSource Variables(List<string> problems) => ClientCloud.OfVariables(environment, new ClientFiles(environment, problems), problems);

    /// <summary>
    /// What the variables say beside <c>OS_CLOUD</c> is read by the <c>openstack</c> command and not by openstacksdk. Whoever set both may mean either.
    /// </summary>
    private void Beside(ClientSource cloud, List<string> problems)
    {
        var variables = Variables([]);
        var others = variables.Keys.Where(key => !string.Equals(variables[key], cloud[key] ?? Unsaid(key), StringComparison.Ordinal)).Select(variables.Spell).ToList();
        if (others.Count > 0)
        {
            problems.Add($"{string.Join(", ", others)} {(others.Count == 1 ? "says" : "say")} something else than {cloud.Name}, which OS_CLOUD names: openstacksdk "
                + $"reads the file alone, the openstack command the variables first. Unset {(others.Count == 1 ? "it" : "them")}, or OS_CLOUD.");
        }

        static string? Unsaid(CloudKey key) => key switch
        {
            CloudKey.Interface => "public",
            CloudKey.AuthType => ClientKeys.Password,
            _ => null,
        };
    }

    private string Known()
    {
        var files = CloudsFile.Find(new ClientFiles(environment, []));
        return environment.Variable("OS_CLOUD") is null && files.Names is [_, ..] names ? $": {files.Paths} has {string.Join(", ", names)}, and OS_CLOUD can name one" : "";
    }

    private static (CloudSource Source, string Value)? First(IEnumerable<CloudSource> sources, CloudKey key) =>
        sources.Where(source => source[key] is not null).Select(source => ((CloudSource, string)?)(source, source[key]!)).FirstOrDefault();

    private static Uri? IdentityUrl(CloudSource source, List<string> problems)
    {
        if (Uri.TryCreate(source[CloudKey.AuthUrl], UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps))
        {
            if (uri.UserInfo.Length > 0)
            {
                problems.Add(HasPassword(source, CloudKey.AuthUrl));
                return null;
            }

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
        else if (new Uri(url).UserInfo.Length > 0)
            problems.Add(HasPassword(source, CloudKey.ComputeEndpoint));
        return endpoint;
    }

    private static string HasPassword(CloudSource source, CloudKey key) =>
        $"{source.Spell(key)} has a user name or a password in it: an address is shown, and they would not be sent. Leave them out; the token is all that is sent.";

    // Old files say publicURL.
    private static List<string> Interfaces(IEnumerable<CloudSource> sources, List<string> problems)
    {
        if (First(sources, CloudKey.Interface) is not ({ } source, { } named))
            return ["public"];
        var sides = named.Split(InterfaceSeparator, StringSplitOptions.TrimEntries)
            .Select(static side => (side.EndsWith("URL", StringComparison.OrdinalIgnoreCase) ? side[..^3] : side).ToLowerInvariant())
            .Distinct(StringComparer.Ordinal)
            .ToList();
        if (!sides.TrueForAll(static side => side is "public" or "internal" or "admin"))
            problems.Add($"{source.Spell(CloudKey.Interface)} is none of public, internal, admin.");
        return sides;
    }

    private X509Certificate2Collection? Trust(IEnumerable<CloudSource> sources, List<string> problems)
    {
        if (First(sources, CloudKey.CaCert) is not ({ } source, { } written))
            return null;
        var spelling = source.Spell(CloudKey.CaCert);
        if (written.Contains(PemBegin, StringComparison.Ordinal))
        {
            problems.Add($"{spelling} holds a certificate; it takes the path of a file. Write the certificate into one.");
            return null;
        }

        var path = written is "~" || written.StartsWith("~/", StringComparison.Ordinal) ? environment.Home + written[1..] : written;
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
