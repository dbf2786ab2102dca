namespace NovaFence.OpenStack.Configuration;

/// <summary>Who we are at Keystone. Classes, not records: nothing prints a secret.</summary>
internal abstract class CloudIdentity
{
    private CloudIdentity() { }

    /// <summary>Who, for a sentence; no secret.</summary>
    public abstract string Described { get; }

    /// <summary>An application credential. It carries its project: Keystone refuses one that asks for a scope.</summary>
    /// <param name="id">Its id; null when it is given by name and user.</param>
    /// <param name="name">Its name, where there is no id.</param>
    /// <param name="owner">Whose it is, where there is no id.</param>
    /// <param name="secret">Its secret.</param>
    public sealed class ApplicationCredential(string? id, string? name, Named? owner, string secret) : CloudIdentity
    {
        public string? Id { get; } = id;

        public string? Name { get; } = name;

        public Named? Owner { get; } = owner;

        public string Secret { get; } = secret;

        public override string Described => Id is null ? $"application credential {Name} of {Owner!.Id ?? Owner.Name}" : $"application credential {Id}";
    }

    /// <summary>A user and a project.</summary>
    public sealed class User(Named who, string password, Named project) : CloudIdentity
    {
        public Named Who { get; } = who;

        public string Password { get; } = password;

        public Named Project { get; } = project;

        public override string Described => $"user {Who.Id ?? Who.Name}";
    }

    /// <summary>A user or project by id, or by name and domain.</summary>
    public sealed record Named(string? Id, string? Name, string? DomainId, string? DomainName);
}
