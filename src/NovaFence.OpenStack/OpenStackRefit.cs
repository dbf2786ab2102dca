using Refit;

namespace NovaFence.OpenStack;

/// <summary>How both services are spoken to.</summary>
internal static class OpenStackRefit
{
    public static RefitSettings Settings() => new(new SystemTextJsonContentSerializer(OpenStackJson.Default.Options))
    {
        // Keystone and Nova answer 400 to a chunked body, and a body that is not buffered is sent chunked.
        RequestBodySerialization = RequestBodySerializationMode.Buffered,
        MaxExceptionContentLength = 16 * 1024,
    };
}
