namespace NovaFence.Server.Hosting;

/// <summary>Logging for a command: what is wrong goes to standard error, and standard output is the command's own.</summary>
internal static class QuietLogging
{
    internal static IServiceCollection AddQuietLogging(this IServiceCollection services) => services.AddLogging(logging => logging
        .AddSimpleConsole(console => (console.SingleLine, console.ColorBehavior) = (true, Microsoft.Extensions.Logging.Console.LoggerColorBehavior.Disabled))
        .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace)
        .SetMinimumLevel(LogLevel.Error));
}
