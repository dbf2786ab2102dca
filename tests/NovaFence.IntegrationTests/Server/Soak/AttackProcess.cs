using System.Globalization;

namespace NovaFence.Server.Tests.Soak;

/// <summary>Attackers in a process of their own: <c>AttackProgram</c>.</summary>
internal sealed class AttackProcess(int ofEach, int held) : IAsyncDisposable
{
    private readonly RunningProgram _program = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "NovaFence.TestPrograms.dll"), "attack", $"{ofEach}", $"{held}"]);
    private int _asked;

    /// <summary>How many connections they have made.</summary>
    public long Connected { get; private set; }

    /// <summary>How long they have kept a processor busy.</summary>
    public TimeSpan Worked { get; private set; }

    /// <summary>Lets them attack a port, or with 0 a listener of their own, or with null nobody.</summary>
    public Task AttackAsync(int? port) => TellAsync(port switch { null => "nobody", 0 => "idle", _ => port.Value.ToString(CultureInfo.InvariantCulture) });

    /// <summary>Asks what they have done; they go on.</summary>
    public Task AskAsync() => TellAsync("");

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    private async Task TellAsync(string whom)
    {
        await _program.TellAsync(whom);
        _asked++;
        var told = (await _program.LineAsync(line => line.StartsWith($"{_asked} ", StringComparison.Ordinal), "what it has done")).Split(' ');
        Connected = long.Parse(told[1], CultureInfo.InvariantCulture);
        Worked = TimeSpan.FromMilliseconds(long.Parse(told[2], CultureInfo.InvariantCulture));
    }
}
