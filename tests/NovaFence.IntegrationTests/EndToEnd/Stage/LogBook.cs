using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace NovaFence.EndToEnd.Tests.Stage;

/// <summary>Keeps everything that is logged, and tells when a certain line comes.</summary>
internal sealed class LogBook : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _awaited = new();

    /// <summary>Every line, with exceptions and scopes written out.</summary>
    public string Text => string.Join('\n', _lines);

    /// <summary>Completes with the first line of this event, past or future.</summary>
    public Task WhenAsync(int eventId) => Awaited(eventId).Task.WaitAsync(Patience.Bound);

    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    public void Dispose()
    {
        // What was logged is looked at after the instance has ended.
    }

    private TaskCompletionSource Awaited(int eventId) =>
        _awaited.GetOrAdd(eventId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    private sealed class Category(LogBook book, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            book._lines.Enqueue($"scope {name}: {state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            book._lines.Enqueue($"{logLevel} {name}[{eventId.Id}]: {formatter(state, exception)} {exception}");
            if (name.StartsWith("NovaFence", StringComparison.Ordinal))
                book.Awaited(eventId.Id).TrySetResult();
        }
    }
}
