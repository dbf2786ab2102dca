using Microsoft.Extensions.Logging;
using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Instances;

/// <summary>Takes every line that an instance logs, formatted as it would be written.</summary>
internal sealed class LogBook(World world) : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        world.Said("a log", formatter(state, exception));
        if (exception is not null)
            world.Said("a log", exception.ToString());
    }

    public void Dispose()
    {
    }
}
