namespace NovaFence.EndToEnd.Tests.Stage;

/// <summary>A test with a scene of its own.</summary>
public abstract class EndToEndTest : IAsyncLifetime
{
    private Scene? _scene;

    /// <summary>What the test has been given.</summary>
    internal Scene Given => _scene!;

    /// <summary>What is special about this class's scene.</summary>
    private protected virtual SceneOptions Options => new();

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _scene = await Scene.BeginAsync(Options);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_scene is not null)
            await _scene.DisposeAsync();
    }
}
