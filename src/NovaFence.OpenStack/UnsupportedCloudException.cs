namespace NovaFence.OpenStack;

/// <summary>Stops the start on a cloud that cannot force a host down: its compute API is older than microversion 2.11. The message is a sentence for a person.</summary>
public sealed class UnsupportedCloudException : Exception
{
    /// <summary>Without a reason.</summary>
    public UnsupportedCloudException()
    {
    }

    /// <summary>With the reason.</summary>
    public UnsupportedCloudException(string message)
        : base(message)
    {
    }

    /// <summary>With the reason and a cause.</summary>
    public UnsupportedCloudException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
