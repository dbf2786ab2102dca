using NovaFence.Core.Options;

namespace NovaFence.OpenStack.Configuration;

/// <summary>Reads who we are from the one source that decides it, and names what is missing there.</summary>
internal sealed class IdentityReading(CloudSource source, IReadOnlyList<CloudSource> all, ICollection<string> problems)
{
    public CloudIdentity? Read() => source[CloudKey.AuthType] switch
    {
        ClientKeys.V3ApplicationCredential => ApplicationCredential(),
        ClientKeys.Password or ClientKeys.V3Password => User(),
        null => source[CloudKey.ApplicationCredentialId] is not null || source[CloudKey.ApplicationCredentialName] is not null
            || source[CloudKey.ApplicationCredentialSecret] is not null
            || source[CloudKey.Username] is null && source[CloudKey.UserId] is null && source[CloudKey.Password] is null
            ? ApplicationCredential()
            : User(),
        _ => Unsupported(),
    };

    private CloudIdentity.ApplicationCredential? ApplicationCredential()
    {
        var byName = source[CloudKey.ApplicationCredentialId] is null && source[CloudKey.ApplicationCredentialName] is not null;
        var neither = !byName && source[CloudKey.ApplicationCredentialId] is null && source[CloudKey.ApplicationCredentialSecret] is null;
        var id = byName ? null : Required(CloudKey.ApplicationCredentialId, neither ? CloudKey.Username : null);
        var owner = byName ? Named(CloudKey.UserId, CloudKey.Username, CloudKey.UserDomainId, CloudKey.UserDomainName) : null;
        var secret = Secret(CloudKey.ApplicationCredentialSecret, neither ? CloudKey.Password : null);
        return secret is null || (id is null && owner is null)
            ? null
            : new CloudIdentity.ApplicationCredential(id, byName ? source[CloudKey.ApplicationCredentialName] : null, owner, secret);
    }

    private CloudIdentity.User? User()
    {
        var who = Named(CloudKey.UserId, CloudKey.Username, CloudKey.UserDomainId, CloudKey.UserDomainName);
        var password = Secret(CloudKey.Password);
        var project = Named(CloudKey.ProjectId, CloudKey.ProjectName, CloudKey.ProjectDomainId, CloudKey.ProjectDomainName);
        return who is null || password is null || project is null ? null : new CloudIdentity.User(who, password, project);
    }

    private CloudIdentity.Named? Named(CloudKey id, CloudKey name, CloudKey domainId, CloudKey domainName)
    {
        if (source[id] is { } known)
            return new CloudIdentity.Named(known, null, null, null);
        var named = Required(name);
        if (source[domainId] is { } domain)
            return named is null ? null : new CloudIdentity.Named(null, named, domain, null);
        var namedDomain = Required(domainName);
        return named is null || namedDomain is null ? null : new CloudIdentity.Named(null, named, null, namedDomain);
    }

    /// <summary>A secret that is one, and not the name of a place where one could be found.</summary>
    private string? Secret(CloudKey key, CloudKey? or = null)
    {
        if (Required(key, or) is not { } value)
            return null;
        if (Placeholder.Problem(value) is not { } unresolved)
            return value;
        problems.Add($"{source.Spell(key)} of {source.Name} {unresolved}.");
        return null;
    }

    private string? Required(CloudKey key, CloudKey? or = null)
    {
        if (source[key] is { } value)
            return value;

        var alternative = or is { } other ? $" (or {other.Both()} and a project)" : "";
        var origin = source[CloudKey.AuthUrl] is null ? "." : $"; the cloud is taken from {source.Name}, because it names the auth URL.";
        var elsewhere = all.FirstOrDefault(there => there != source && there[key] is not null) is { } found
            ? $" {found.Spell(key)} is set, but credentials of two sources are not combined."
            : "";
        problems.Add($"{key.Both()} is missing{alternative}{origin}{elsewhere}");
        return null;
    }

    private CloudIdentity? Unsupported()
    {
        problems.Add($"{source.Spell(CloudKey.AuthType)} of {source.Name} is none of v3applicationcredential, v3password, password; others are not supported.");
        return null;
    }
}
