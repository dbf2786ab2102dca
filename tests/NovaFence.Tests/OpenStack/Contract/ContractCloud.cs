namespace NovaFence.OpenStack.Tests.Contract;

/// <summary>What the contract needs of a cloud besides its APIs.</summary>
internal abstract class ContractCloud : IAsyncDisposable
{
    public abstract Uri AuthUrl { get; }

    public abstract string? Region { get; }

    public abstract Account Administrator { get; }

    /// <summary>A host that may be forced down and unset, and whose process keeps running.</summary>
    public abstract string Host { get; }

    /// <summary>A host whose process may be stopped and whose servers may be evacuated.</summary>
    public abstract string EvacuatedHost { get; }

    /// <summary>Long enough to sign in and to force down, short enough to wait for its end.</summary>
    public abstract TimeSpan ShortLife { get; }

    /// <summary>The administrator's own way to the APIs.</summary>
    public required CloudAdmin Admin { get; init; }

    /// <summary>A user who may not touch services.</summary>
    public abstract Task<Account> MemberAsync();

    public abstract Task StopComputeAsync(string host);

    public abstract Task StartComputeAsync(string host);

    public abstract Task StopKeystoneAsync();

    public abstract Task StartKeystoneAsync();

    public abstract ValueTask DisposeAsync();
}
