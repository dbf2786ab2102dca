namespace NovaFence.Sandbox.Identity;

/// <summary>A user with one project. Roles imply what Keystone's do: admin is member is reader.</summary>
internal sealed class User(string id, string name, string password, Project project, IReadOnlyList<string> roles)
{
    public string Id { get; } = id;

    public string Name { get; } = name;

    public string Password { get; } = password;

    public Project Project { get; } = project;

    public IReadOnlyList<string> Roles { get; } = roles;
}
