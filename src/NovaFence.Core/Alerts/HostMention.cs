namespace NovaFence.Core.Alerts;

/// <summary>One place of an alert that names a host, or may.</summary>
/// <param name="From">The place, for a person: a label's name, <c>title</c>, <c>custom_fields.rack</c>.</param>
/// <param name="Text">What stands there, as it was sent; null where the place could not be searched, so that nobody can say which hosts it names.</param>
public sealed record HostMention(string From, string? Text)
{
    /// <summary>Whether the place is there to name the host, as a label of <c>Hosts:Labels</c> is; the first such place decides. In the others names are only found.</summary>
    public bool Decides { get; init; }
}
