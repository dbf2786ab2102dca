using Refit;

namespace NovaFence.OpenStack;

/// <summary>How both services are spoken to.</summary>
internal static class OpenStackRefit
{
    /// <summary>Without it what stands before Nova's API answers in prose: https://github.com/Pylons/webob/blob/1.8.6/src/webob/exc.py#L329.</summary>
    public const string AcceptJson = "Accept: application/json";

    public static RefitSettings Settings() => new(new SystemTextJsonContentSerializer(OpenStackJson.Default.Options))
    {
        // Keystone and Nova answer 400 to a chunked body, and a body that is not buffered is sent chunked.
        RequestBodySerialization = RequestBodySerializationMode.Buffered,
        MaxExceptionContentLength = 16 * 1024,
    };
}
