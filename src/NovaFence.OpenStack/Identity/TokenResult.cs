namespace NovaFence.OpenStack.Identity;

/// <summary>A token, or why there is none.</summary>
internal abstract class TokenResult
{
    private TokenResult() { }

    public sealed class Issued(CloudToken token) : TokenResult
    {
        public CloudToken Token { get; } = token;
    }

    /// <summary>None to be had.</summary>
    /// <param name="why">A sentence without secrets.</param>
    /// <param name="refused">Keystone refused who we are: asking again changes nothing until the configuration or the cloud does.</param>
    public sealed class None(string why, bool refused) : TokenResult
    {
        public string Why { get; } = why;

        public bool Refused { get; } = refused;
    }
}
