using System.Collections.Concurrent;

namespace NovaFence.Sandbox.Identity;

/// <summary>Who there is: an admin and a demo user without the role, each with a project and an application credential.</summary>
internal sealed class UserDirectory
{
    private readonly ConcurrentDictionary<string, ApplicationCredential> _credentials = new(StringComparer.Ordinal);
    private readonly User[] _users;

    public UserDirectory(SandboxOptions options)
    {
        var ops = new Project(Secrets.NewId(), options.ProjectName);
        Admin = new(Secrets.NewId(), options.UserName, options.Password ?? Secrets.NewSecret(), ops, ["admin", "member", "reader"]);
        Demo = new(Secrets.NewId(), "demo", Secrets.NewSecret(), new(Secrets.NewId(), "demo"), ["member", "reader"]);
        _users = [Admin, Demo];
        AdminCredential = Add(new(
            options.ApplicationCredentialId ?? Secrets.NewId(), "fencer", options.ApplicationCredentialSecret ?? Secrets.NewSecret(), Admin, null));
        DemoCredential = Add(new(Secrets.NewId(), "demo-cred", Secrets.NewSecret(), Demo, null));
    }

    public User Admin { get; }

    public User Demo { get; }

    public ApplicationCredential AdminCredential { get; }

    public ApplicationCredential DemoCredential { get; }

    public User? UserById(string? id) => Array.Find(_users, u => u.Id == id);

    // MariaDB's collation again: Keystone finds ADMIN as admin.
    public User? UserByName(string? name) => Array.Find(_users, u => string.Equals(u.Name, name, StringComparison.OrdinalIgnoreCase));

    public ApplicationCredential Add(ApplicationCredential credential) => _credentials[credential.Id] = credential;

    public bool Remove(ApplicationCredential credential) => _credentials.TryRemove(credential.Id, out _);

    public ApplicationCredential? CredentialById(string? id) =>
        id is not null && _credentials.TryGetValue(id, out ApplicationCredential? found) ? found : null;

    public ApplicationCredential? CredentialByName(User user, string? name) =>
        _credentials.Values.FirstOrDefault(c => c.User == user && string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase));
}
