using System.Globalization;
using System.Runtime.InteropServices;

namespace NovaFence.Benchmarks.Measuring;

/// <summary>What a figure depends on besides the code.</summary>
internal static class Machine
{
    private const string LoadFile = "/proc/loadavg";

    public static string Describe() => string.Create(
        CultureInfo.InvariantCulture, $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} processors");

    /// <summary>How many processes wanted to run in the last minute, the cloud's own among them.</summary>
    public static string Load() => File.Exists(LoadFile) ? File.ReadAllText(LoadFile).Split(' ')[0] : "unknown";
}
