namespace NovaFence.Core.Cloud;

/// <summary>Whether a cloud lets NovaFence do what it is there for. Changes nothing there.</summary>
public interface ICloudCheck
{
    /// <summary>
    /// Looks at credentials, catalog, microversion, the policies to list and to update compute services, and Keystone's clock. What rests on something
    /// that failed is left out. Throws only when <paramref name="cancellationToken"/> fires.
    /// </summary>
    Task<IReadOnlyList<CheckLine>> CheckAsync(CancellationToken cancellationToken);
}
