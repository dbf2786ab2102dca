namespace NovaFence.Ledger.Tests;

internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("novafence-ledger-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
