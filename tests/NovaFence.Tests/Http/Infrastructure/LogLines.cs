using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace NovaFence.Http.Tests.Infrastructure;

/// <summary>Everything that was logged, as it would be written.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, EventId Id, string Text)> _lines = new();
    private readonly SemaphoreSlim _written = new(0);

    /// <summary>What happens before a line is kept.</summary>
    public Action<LogLevel> BeforeLine { get; set; } = _ => { };

    public IReadOnlyList<(LogLevel Level, EventId Id, string Text)> All => [.. _lines];

    /// <summary>Returns once such a line is there; fails after half a minute.</summary>
    public async Task WaitForAsync(Func<(LogLevel Level, EventId Id, string Text), bool> wanted)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (!_lines.Any(wanted))
            await _written.WaitAsync(patience.Token);
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        BeforeLine(logLevel);
        _lines.Enqueue((logLevel, eventId, $"{formatter(state, exception)} {exception}"));
        _written.Release();
    }

    public void Dispose() => _written.Dispose();
}
