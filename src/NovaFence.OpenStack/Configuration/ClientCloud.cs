using NovaFence.Core.Options;
using NovaFence.OpenStack.Configuration.Files;

namespace NovaFence.OpenStack.Configuration;

/// <summary>
/// Reads one cloud that is written in openstacksdk's keys as openstacksdk 0.101 (Debian 12) reads it. What it would read and NovaFence cannot, and what it
/// would pass over or take for something else, is a problem that names the key.
/// </summary>
/// <remarks>
/// https://github.com/openstack/openstacksdk/blob/0.101.0/openstack/config/loader.py#L1046 (<c>get_one</c>): the vendor's profile, the cloud and the values
/// of its first region are laid over each other, <c>-</c> becomes <c>_</c>, tenants become projects, and what belongs to the user may stand under
/// <c>auth</c> or beside it.
/// </remarks>
internal sealed class ClientCloud
{
    private const string VariablesName = "OS_* variables";

    private static readonly CloudKey[] Credential = [CloudKey.ApplicationCredentialId, CloudKey.ApplicationCredentialName, CloudKey.ApplicationCredentialSecret];

    private readonly string _name;
    private readonly bool _asVariables;
    private readonly ICollection<string> _problems;
    private readonly Dictionary<string, ConfigNode> _top;
    private readonly List<string> _withHyphens;
    private readonly Dictionary<string, ConfigNode> _auth;
    private readonly (string Value, string Spelling)? _region;
    private readonly Dictionary<CloudKey, (string Value, string Spelling)> _values = [];

    private ClientCloud(string name, ConfigNode.Mapping cloud, ConfigNode.Mapping? profile, bool asVariables, ICollection<string> problems)
    {
        _name = name;
        _asVariables = asVariables;
        _problems = problems;
        var chosen = new ClientRegions(Sentence).First(Underscored(cloud, null), profile);
        _region = chosen?.Name is { } known ? (known.Value, Spelled(known.Key)) : null;
        var merged = Laid(Laid(profile ?? ConfigNode.Mapping.Empty, cloud), chosen?.Values ?? ConfigNode.Mapping.Empty);
        foreach (var hyphenated in ClientKeys.NeverHyphenated.Where(merged.Entries.ContainsKey))
            Sentence(hyphenated, $"is not read with '-', by openstacksdk either: write {hyphenated.Replace('-', '_')}.");
        _top = Underscored(merged, "");
        _withHyphens = [.. merged.Entries.Keys.Where(static key => key.Contains('-', StringComparison.Ordinal))];
        _auth = merged[ClientKeys.Auth] is ConfigNode.Mapping inner ? Underscored(inner, "auth.") : [];
        if (merged[ClientKeys.Auth] is not (null or ConfigNode.Mapping))
            Sentence(ClientKeys.Auth, "is not a mapping.");
    }

    /// <summary>What the cloud says; what is wrong with it is added to the problems.</summary>
    /// <param name="name">What to call it in a sentence.</param>
    /// <param name="cloud">Its keys.</param>
    /// <param name="profile">The keys of the vendor's profile it names.</param>
    /// <param name="problems">Where problems go.</param>
    public static ClientSource OfFile(string name, ConfigNode.Mapping cloud, ConfigNode.Mapping? profile, ICollection<string> problems) =>
        new ClientCloud(name, cloud, profile, asVariables: false, problems).Read();

    /// <summary>The same for the <c>OS_*</c> variables.</summary>
    /// <param name="environment">The variables.</param>
    /// <param name="files">Where the profile is looked for that <c>OS_PROFILE</c> names.</param>
    /// <param name="problems">Where problems go.</param>
    public static ClientSource OfVariables(IUserEnvironment environment, ClientFiles files, ICollection<string> problems)
    {
        var entries = new Dictionary<string, ConfigNode>(StringComparer.Ordinal);
        foreach (var key in ClientKeys.AsVariables)
        {
            if (environment.Has(Variable(key)))
                entries[key] = new ConfigNode.Text(environment.Variable(Variable(key)) ?? "");
        }

        var cloud = new ConfigNode.Mapping(entries);
        return new ClientCloud(VariablesName, cloud, ClientProfiles.Of(cloud, VariablesName, files, problems), asVariables: true, problems).Read();
    }

    private static string Variable(string key) => "OS_" + key.ToUpperInvariant();

    // Under auth key by key; anything else as a whole.
    private static ConfigNode.Mapping Laid(ConfigNode.Mapping under, ConfigNode.Mapping over) => under.Laid(over, static (key, below, above) =>
        key is ClientKeys.Auth && below is ConfigNode.Mapping inner && above is ConfigNode.Mapping outer
            ? inner.Laid(outer, static (_, _, upper) => upper)
            : above);

    private Dictionary<string, ConfigNode> Underscored(ConfigNode.Mapping mapping, string? prefix)
    {
        var entries = new Dictionary<string, ConfigNode>(StringComparer.Ordinal);
        foreach (var (key, value) in mapping.Entries)
        {
            if (!entries.TryAdd(key.Replace('-', '_'), value) && prefix is not null)
                Sentence(prefix + key, "is written twice, with '-' and with '_'.");
        }

        return entries;
    }

    private ClientSource Read()
    {
        var type = AuthType();
        Unread(type);
        foreach (var key in (CloudKey[])[
            CloudKey.AuthUrl, CloudKey.Username, CloudKey.UserId, CloudKey.Password, CloudKey.ApplicationCredentialId, CloudKey.ApplicationCredentialName,
            CloudKey.ApplicationCredentialSecret])
        {
            Set(key, Option(key.FileKey(), key is CloudKey.Username ? "user_name" : null));
        }

        Set(CloudKey.ProjectId, Last("tenant_id", "project_id"));
        Set(CloudKey.ProjectName, Last("tenant_name", "project_name"));
        if (type is ClientKeys.V3ApplicationCredential && _values.GetValueOrDefault(CloudKey.ProjectId, _values.GetValueOrDefault(CloudKey.ProjectName)).Spelling is { } project)
            _problems.Add($"{project} is set beside an application credential, which carries its project, and Keystone refuses to be asked for one: leave it out{Where}.");
        Domains(type);
        Trust();
        Place();
        Filled(CloudKey.AuthUrl, CloudKey.CaCert, CloudKey.Region, CloudKey.Interface, CloudKey.ComputeEndpoint);
        return new ClientSource(_name, _values, _asVariables);
    }

    private string AuthType()
    {
        var given = One(ClientKeys.AuthType, null);
        if (given is { } written)
            _values[CloudKey.AuthType] = written;
        else if (_top.ContainsKey(ClientKeys.AuthType))
            Sentence(ClientKeys.AuthType, "is empty, which means no authentication to openstacksdk.");

        if (One("auth_plugin", null) is { Value: var plugin } && plugin != (given?.Value ?? ClientKeys.Password))
            Sentence("auth_plugin", "is not read, by openstacksdk either: write auth_type.");

        if (given is { Value: var type })
            return type;
        var credential = Credential.Any(key => Option(key.FileKey(), null) is not null);
        var user = Option("password", null) is not null;
        if (credential && user)
            Sentence(ClientKeys.AuthType, $"has to say which of application credential and password is meant: {ClientKeys.V3ApplicationCredential} or {ClientKeys.Password}.");
        return credential ? ClientKeys.V3ApplicationCredential : ClientKeys.Password;
    }

    private void Unread(string type)
    {
        foreach (var (key, why) in ClientKeys.Refused)
        {
            if (_auth.TryGetValue(key, out var inner) && inner is not ConfigNode.Text { Value.Length: 0 })
                Sentence("auth." + key, $"is not supported: {why}.");
            if (_top.TryGetValue(key, out var outer) && outer is not (ConfigNode.Null or ConfigNode.Text { Value.Length: 0 }))
                Sentence(key, $"is not supported: {why}.");
        }

        if (ClientKeys.InAuthOf(type) is not { } besides)
            return;
        var known = ClientKeys.InAuth.Concat(besides).ToList();
        foreach (var key in _auth.Keys.Where(key => !known.Contains(key, StringComparer.Ordinal) && !ClientKeys.Refused.ContainsKey(key)))
            Sentence("auth." + key, $"is no key of auth_type {type}; the nearest is {NearestName.To(key, known)}.");
    }

    private void Domains(string type)
    {
        var both = (Id: Last(ClientKeys.DomainId), Name: Last(ClientKeys.DomainName));
        var scoped = _values.ContainsKey(CloudKey.ProjectId) || _values.ContainsKey(CloudKey.ProjectName);
        if (!scoped && (both.Id ?? both.Name) is { Spelling: var spelling })
            _problems.Add($"{spelling} without a project is not supported: NovaFence acts in a project, not in a domain. Name a project{Where}.");

        // Where nothing else is said.
        var (defaultId, defaultName) = type is ClientKeys.Password
            ? (Option(ClientKeys.DefaultDomainId, null), Option(ClientKeys.DefaultDomainName, null))
            : (null, null);
        Set(CloudKey.UserDomainId, Last("user_domain_id") ?? (scoped ? both.Id : null) ?? defaultId);
        Set(CloudKey.UserDomainName, Last("user_domain_name") ?? (scoped ? both.Name : null) ?? defaultName);
        Set(CloudKey.ProjectDomainId, Last("project_domain_id") ?? (scoped ? both.Id : null) ?? defaultId);
        Set(CloudKey.ProjectDomainName, Last("project_domain_name") ?? (scoped ? both.Name : null) ?? defaultName);
    }

    private void Trust()
    {
        if (_top.TryGetValue(ClientKeys.Insecure, out var insecure)
            && insecure is not (ConfigNode.Null or ConfigNode.Flag { Value: false } or ConfigNode.Text { Value: "" or "false" or "False" or "no" or "off" }))
        {
            Sentence(ClientKeys.Insecure, "is not supported: certificates are always verified. Write cacert.");
        }

        if (_top.TryGetValue(ClientKeys.Verify, out var verify) && verify is not ConfigNode.Flag { Value: true })
            Sentence(ClientKeys.Verify, "is not supported but for true: certificates are always verified. Write cacert.");
        Set(CloudKey.CaCert, One(ClientKeys.CaCert, null));
    }

    private void Place()
    {
        Set(CloudKey.Region, _top.GetValueOrDefault(ClientKeys.ComputeRegionName) is null or ConfigNode.Null ? _region : One(ClientKeys.ComputeRegionName, null));
        Set(CloudKey.ComputeEndpoint, One(ClientKeys.Endpoint, null) ?? One(ClientKeys.EndpointShort, null));

        if (_top.ContainsKey(ClientKeys.ComputeInterface) && _top.ContainsKey(ClientKeys.ComputeEndpointType))
            Sentence(ClientKeys.ComputeEndpointType, "and compute_interface say the same thing twice: write one of them.");
        foreach (var key in (string[])[ClientKeys.ComputeEndpointType, ClientKeys.ComputeInterface, ClientKeys.EndpointType, ClientKeys.Interface])
        {
            // The first that is there decides, but for one of the compute service that is null; an empty one means public.
            if (!_top.TryGetValue(key, out var node) || (node is ConfigNode.Null && key.StartsWith("compute", StringComparison.Ordinal)))
                continue;
            Set(CloudKey.Interface, Interfaces(key, node));
            return;
        }
    }

    private (string, string)? Interfaces(string key, ConfigNode node)
    {
        var named = node is ConfigNode.List { Items: var items } ? [.. items.Select(item => One(item, key))] : (List<(string Value, string Spelling)?>)[One(node, key)];
        var sides = named.OfType<(string Value, string Spelling)>().Select(static side => side.Value).ToList();
        if (sides.Exists(static side => side.Contains(CloudResolver.InterfaceSeparator, StringComparison.Ordinal)))
            Sentence(key, "is none of public, internal, admin; several are a list.");
        return sides.Count == 0 ? null : (string.Join(CloudResolver.InterfaceSeparator, sides), Spelled(key));
    }

    // openstacksdk fills {region_name} and the like in.
    private void Filled(params ReadOnlySpan<CloudKey> keys)
    {
        foreach (var key in keys)
        {
            if (_values.TryGetValue(key, out var found) && found.Value.AsSpan().IndexOfAny('{', '}') >= 0)
                _problems.Add($"{found.Spelling} has braces in it, which are not supported: write out what stands for them{Where}.");
        }
    }

    private void Set(CloudKey key, (string Value, string Spelling)? found)
    {
        if (found is { } value)
            _values[key] = value;
    }

    /// <summary>Of an option of the way to sign in: what stands under <c>auth</c>, else what stands beside it. Null and empty are nothing.</summary>
    private (string Value, string Spelling)? Option(string key, string? formerly)
    {
        return In(_auth, "auth.") ?? In(_top, "");

        (string, string)? In(IReadOnlyDictionary<string, ConfigNode> holder, string prefix) =>
            holder.TryGetValue(key, out var node) ? One(node, prefix + key)
            : formerly is not null && holder.TryGetValue(formerly, out var former) ? One(former, prefix + formerly)
            : null;
    }

    /// <summary>Of project, tenant and domain the last that is there, an empty one too; under <c>auth</c> comes after beside it.</summary>
    private (string Value, string Spelling)? Last(params ReadOnlySpan<string> keys)
    {
        (ConfigNode Node, string Spelling)? last = null;
        foreach (var key in keys)
        {
            if (_top.TryGetValue(key, out var outer))
                last = (outer, key);
            if (_auth.TryGetValue(key, out var inner))
                last = (inner, "auth." + key);
        }

        if (last is not ({ } node, { } spelling))
            return null;
        // With '-' it is moved under auth later, and over what stands there.
        foreach (var key in keys)
        {
            if (spelling.StartsWith("auth.", StringComparison.Ordinal) && _withHyphens.Find(written => written.Replace('-', '_') == key) is { } hyphenated)
                Sentence(hyphenated, $"and {spelling} say the same thing twice: write one of them.");
        }

        if (node is ConfigNode.Null)
            Sentence(spelling, "is null, which openstacksdk takes for the name 'None': leave the key out.");
        return One(node, spelling);
    }

    private (string Value, string Spelling)? One(string key, string? formerly) =>
        _top.TryGetValue(key, out var node) ? One(node, key) : formerly is null ? null : One(formerly, null);

    private (string Value, string Spelling)? One(ConfigNode node, string key)
    {
        switch (node)
        {
            case ConfigNode.Text { Value: { Length: > 0 } text }:
                return (text, Spelled(key));
            case ConfigNode.NotText { Kind: var kind }:
                Sentence(key, $"is read as {kind} and not as the text that was written: put it in quotes.");
                break;
            case ConfigNode.Flag:
                Sentence(key, "is read as true or false and not as the text that was written: put it in quotes.");
                break;
            case ConfigNode.List or ConfigNode.Mapping:
                Sentence(key, "has to be one value.");
                break;
        }

        return null;
    }

    private string Where => _asVariables ? "" : $" ({_name})";

    private string Spelled(string key) => _asVariables ? Variable(key) : key;

    private void Sentence(string key, string what)
    {
        var sentence = $"{Spelled(key)} {what[..^1]}{Where}.";
        if (!_problems.Contains(sentence))
            _problems.Add(sentence);
    }
}
