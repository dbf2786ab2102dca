using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Limits;

/// <summary>The assemblies that a program loads, in their order: its start hook writes them down.</summary>
internal sealed class LoadedAssemblies
{
    private readonly string _file;

    public LoadedAssemblies(Surroundings surroundings)
    {
        _file = surroundings.File("loaded.txt");
        surroundings.Variables["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location;
        surroundings.Variables["NOVAFENCE_LOADED"] = _file;
    }

    public async Task<IReadOnlyList<string>> ReadAsync()
    {
        await using var stream = new FileStream(_file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        string[] loaded = (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        loaded.Should().Contain("NovaFence.Core", "the hook writes what is loaded");
        return loaded;
    }
}
