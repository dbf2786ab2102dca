namespace NovaFence.Server.Hosting;

/// <summary>What <c>novafence</c> exits with; scripts rely on it.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    internal const int Done = 0;

    /// <summary>It failed, or a person is needed.</summary>
    internal const int Failed = 1;

    /// <summary>The command line could not be understood.</summary>
    internal const int Usage = 2;

    /// <summary>It is held: somebody has to decide.</summary>
    internal const int Held = 3;

    /// <summary>It is recorded and not done yet: a server, or the next audit, goes on with it.</summary>
    internal const int Recorded = 4;
}
