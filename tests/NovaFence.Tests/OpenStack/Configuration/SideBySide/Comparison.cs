using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NovaFence.OpenStack.Compute;
using NovaFence.OpenStack.Configuration;
using NovaFence.OpenStack.Identity;

namespace NovaFence.OpenStack.Tests.Configuration.SideBySide;

/// <summary>What came of one case on both sides, and whether that is allowed.</summary>
internal static partial class Comparison
{
    private const int Timeout = 1000;

    private static readonly ConcurrentDictionary<string, Regex> Patterns = new(StringComparer.Ordinal);

    /// <summary>What may be refused although openstacksdk takes it: a part of the sentence, and why. Nothing else may.</summary>
    public static IReadOnlyDictionary<string, string> Listed { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["(?i)(auth_)?token is not supported"] = "a token ends and cannot be asked for anew",
        ["(?i)passcode is not supported"] = "a passcode is valid once",
        ["(?i)(trust_id|system_scope) is not supported"] = "NovaFence acts in a project",
        ["(?i)domain_(id|name) without a project is not supported"] = "NovaFence acts in a project",
        ["(?i)cert is not supported"] = "client certificates",
        ["(?i)vendor_hook is not supported"] = "code of a vendor",
        ["(?i)compute_service_(type|name) is not supported"] = "the catalog is searched for compute",
        ["(?i)insecure is not supported"] = "certificates are always verified",
        ["(?i)verify is not supported"] = "certificates are always verified",
        ["(?i)auth_type .* is none of"] = "other ways to sign in",
        ["(?i)auth_type is empty"] = "no authentication",
        ["(?i)auth_type has to say which"] = "application credential and password are both there, and openstacksdk would take the password",
        ["(?i)auth_plugin is not read"] = "openstacksdk passes over it",
        ["is not read with '-'"] = "openstacksdk passes over it",
        ["is written twice, with '-' and with '_'"] = "which one counts is an accident",
        ["say the same thing twice"] = "which one counts is an accident",
        ["(?i)is null, which openstacksdk takes for the name 'None'"] = "nobody means that",
        ["has braces in it"] = "openstacksdk fills them in",
        ["put (it|its name) in quotes"] = "YAML 1.1 reads a number, a date or a boolean, and its text is another than the one written",
        ["names '.*', and (there is no clouds-public|.* has .* under public-clouds)"] = "built-in profiles and those of URLs",
        ["is not a list with a region in it"] = "openstacksdk goes on without a region",
        ["is none of public, internal, admin"] = "the catalog has no other",
        ["which carries its project"] = "Keystone refuses a scope beside an application credential",
        ["something else than cloud"] = "OS_* beside OS_CLOUD: openstacksdk reads the file, the openstack command the variables",
        ["OS_CLOUD can name one"] = "a cloud that nobody named is not fenced, though it is the only one of the file",
        ["and there is no such file"] = "OS_CLIENT_CONFIG_FILE or OS_CLIENT_SECURE_FILE names none; openstacksdk goes on to the next place",
        ["a key written twice"] = "YAML forbids it; openstacksdk takes the last",
        ["twice in one object"] = "which one counts is an accident",
        ["the key is not a text"] = "a number or a boolean as a key",
        ["cacert.*(there is no file|holds no certificate|holds a certificate)|OS_CACERT.*(there is no file|holds no certificate)"] = "openstacksdk only sees it when it connects",
        ["has to be one value"] = "a list or a mapping where a text belongs",
        ["is not an http or https URL"] = "openstacksdk only sees it when it connects",
    };

    /// <summary>Both sides of one case. <paramref name="refusals"/> gets the listed ones that were made use of.</summary>
    public static Outcome Of(CaseFolder folder, JsonNode theirs, ICollection<string> refusals)
    {
        switch (new CloudResolver(folder).Resolve(new CloudOptions()))
        {
            case CloudResolution.Complete { Settings: var ours }:
                var difference = theirs["error"] is { } error ? Lenient(ours, error.ToString()) : Same(folder, ours, theirs);
                return new Outcome(difference is null ? Agreement.Same : Agreement.None, difference, []);
            case CloudResolution.Incomplete { Problems: var problems }:
                foreach (var secret in Secrets().Matches(string.Join('\n', problems)).Select(static match => match.Value))
                    return new Outcome(Agreement.None, $"we say the secret {secret}", problems);
                if (theirs["error"] is not null)
                    return new Outcome(Agreement.BothRefuse, null, problems);
                var listed = problems.Select(static problem => Listed.Keys.FirstOrDefault(pattern => Matches(problem, pattern))).OfType<string>().ToList();
                foreach (var key in listed)
                    refusals.Add(key);
                // What is missing, or too much, may be so for a listed reason; by itself it has to be what Keystone could only refuse.
                var others = problems.Where(static problem => !Listed.Keys.Any(pattern => Matches(problem, pattern))).ToList();
                return others.Find(problem => !(problem.Contains(" is missing", StringComparison.Ordinal) && (listed.Count > 0 || Lacking(theirs["body"]!)))
                    && !(problem.Contains(" is no key of auth_type", StringComparison.Ordinal) && listed.Count > 0)) is { } unlisted
                    ? new Outcome(Agreement.None, $"we refuse what is not listed: {unlisted}", problems)
                    : new Outcome(listed.Count > 0 ? Agreement.Listed : Agreement.BothRefuse, null, problems);
            default:
                throw new InvalidOperationException();
        }
    }

    private static bool Matches(string text, string pattern) =>
        Patterns.GetOrAdd(pattern, static written => new Regex(written, RegexOptions.None, TimeSpan.FromMilliseconds(Timeout))).IsMatch(text);

    /// <summary>What NovaFence takes although openstacksdk does not get as far as asking for a token. All of it is here.</summary>
    private static string? Lenient(CloudSettings ours, string error)
    {
        // An application credential says by itself what it is.
        if (ours.Identity is CloudIdentity.ApplicationCredential && error.Contains("unexpected keyword argument 'application_credential_", StringComparison.Ordinal))
            return null;
        // openstacksdk wants the domain of a name that it does not send, because there is an id.
        var unsent = error.StartsWith("OptionError: You have provided a username.", StringComparison.Ordinal)
            ? ours.Identity is CloudIdentity.ApplicationCredential { Id: not null } or CloudIdentity.ApplicationCredential { Owner.Id: not null } or CloudIdentity.User { Who.Id: not null }
            : error.StartsWith("OptionError: You have provided a project_name.", StringComparison.Ordinal) && ours.Identity is CloudIdentity.User { Project.Id: not null };
        return unsent ? null : $"openstacksdk refuses it ({error}), we do not";
    }

    private static string? Same(CaseFolder folder, CloudSettings ours, JsonNode theirs)
    {
        var differences = new List<string>();
        // Without an auth_type openstacksdk would ask with a user without a name instead of the application credential.
        if (ours.Identity is not CloudIdentity.ApplicationCredential || !Lacking(theirs["body"]!))
        {
            var body = JsonSerializer.SerializeToNode(TokenRequests.For(ours.Identity), OpenStackJson.Default.TokenRequest);
            if (!JsonNode.DeepEquals(body, theirs["body"]))
                differences.Add($"we ask with {body!.ToJsonString()}, openstacksdk with {theirs["body"]!.ToJsonString()}");
        }

        Compare("auth URL", ours.IdentityUrl, new Uri(theirs["auth_url"]!.ToString() + "/v3"));
        Compare("region", ours.Region, theirs["region"]?.ToString() is { Length: > 0 } region ? region : null);
        Compare("endpoint", ours.ComputeEndpoint, theirs["endpoint"]?.ToString() is { Length: > 0 } endpoint ? ComputeEndpoint.Parse(endpoint) : null);
        Compare("interface", string.Join(',', ours.Interfaces), string.Join(',', Sides(theirs["interface"])));
        Compare("client certificate", null, theirs["cert"]?.ToString());
        var verify = theirs["verify"]!;
        var trusted = verify.GetValueKind() is JsonValueKind.String ? Path.Combine(folder.Current, verify.ToString()) : null;
        Compare("verify", true, trusted is not null || (verify.GetValueKind() is JsonValueKind.True));
        Compare("authorities", ours.Trust?[0].Thumbprint, trusted is null ? null : X509Certificate2.CreateFromPem(File.ReadAllText(trusted)).Thumbprint);
        return differences.Count == 0 ? null : string.Join("; ", differences);

        void Compare(string what, object? mine, object? other)
        {
            if (!Equals(mine, other))
                differences.Add($"our {what} is {mine ?? "none"}, openstacksdk's {other ?? "none"}");
        }
    }

    private static IEnumerable<string> Sides(JsonNode? side)
    {
        var sides = (side is JsonArray several ? several.Select(static one => one!.ToString()) : [side?.ToString() ?? ""]).Where(static one => one.Length > 0).ToList();
        return sides.Count == 0 ? ["public"] : sides.Select(static one => one.EndsWith("URL", StringComparison.Ordinal) ? one[..^3] : one).Distinct(StringComparer.Ordinal);
    }

    /// <summary>Whether Keystone could only refuse such a request.</summary>
    private static bool Lacking(JsonNode body)
    {
        var identity = body["auth"]!["identity"]!;
        if (identity["application_credential"] is { } credential)
            return credential["id"] is null && LacksName(credential["user"]);
        return identity["password"]?["user"] is not { } user || user["password"] is null || LacksName(user) || LacksName(body["auth"]!["scope"]?["project"]);

        static bool LacksName(JsonNode? named) => named is null || (named["id"] is null && (named["name"] is null || named["domain"] is null));
    }

    [GeneratedRegex("S3CR3T[A-Za-z0-9]*", RegexOptions.None, Timeout)]
    private static partial Regex Secrets();
}
