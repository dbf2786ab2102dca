using Microsoft.Extensions.Logging;

namespace NovaFence.Core.Telemetry;

/// <summary>A line of the log about a failure that whoever writes it lives on after.</summary>
public static class DefectLine
{
    /// <summary>
    /// Writes it, or does not: where memory is short a line fails too, with whatever a provider of the log throws, and what the line is about was survived
    /// in order to go on.
    /// </summary>
    /// <param name="logger">Whose log.</param>
    /// <param name="defect">What failed.</param>
    /// <param name="line">Writes the line.</param>
    public static void Write(ILogger logger, Exception defect, Action<ILogger, Exception> line)
    {
        ArgumentNullException.ThrowIfNull(line);
        try
        {
            line(logger, defect);
        }
        catch (Exception unwritten) when (unwritten is OutOfMemoryException or AggregateException)
        {
            // The failure itself has been dealt with.
        }
    }
}
