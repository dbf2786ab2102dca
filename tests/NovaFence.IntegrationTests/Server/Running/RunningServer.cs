namespace NovaFence.Server.Tests.Running;

/// <summary><c>novafence serve</c> on a sandbox cloud, ready, for all tests of a class.</summary>
public sealed class RunningServer : IAsyncLifetime
{
    public CloudAndLedger Given { get; } = new();

    public Novafence Program { get; private set; } = null!;

    /// <summary>Speaks with the operator's token.</summary>
    public HttpClient Operator { get; private set; } = null!;

    public Uri Address => Operator.BaseAddress!;

    public async ValueTask InitializeAsync()
    {
        await Given.InitializeAsync();
        Program = Novafence.Start(Given.Surroundings, "serve", "--port", "0");
        Operator = await Program.WhenReadyAsync(CloudAndLedger.OperatorToken);
    }

    public async ValueTask DisposeAsync()
    {
        Operator?.Dispose();
        if (Program is not null)
            await Program.DisposeAsync();
        await Given.DisposeAsync();
    }
}
