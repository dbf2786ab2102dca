using NovaFence.OpenStack.Configuration;

namespace NovaFence.OpenStack;

/// <inheritdoc />
internal sealed class CloudDescription(CloudSettings settings) : ICloudDescription
{
    /// <inheritdoc />
    public string Place { get; } =
        settings.IdentityUrl.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped) + (settings.Region is { } region ? $", region {region}" : "");
}
