using System.Reflection;

namespace NovaFence.Server.Hosting;

/// <summary>
/// Loads the assemblies that a running server would first need later. One that is first needed when no file can be opened any more, because all are sockets or
/// the disk fails, is missing for as long as the process lives. Not simply all there are: each costs two of the files that the process may have open.
/// </summary>
internal static class WholeProgram
{
    /// <summary>
    /// So many files the program has open when all of it is loaded and at work, two for each assembly. While it starts it has fewer, and what is left then is not left for
    /// connections.
    /// </summary>
    internal const int Files = 310;

    private static readonly string[] NeededLater =
    [
        // An audit.
        "System.Threading.Tasks.Parallel",
        // The certificate of a BMC.
        "System.Formats.Asn1",
        // The page.
        "RazorSlices",
        "Microsoft.AspNetCore.Razor",
        "Microsoft.AspNetCore.Razor.Runtime",
        "Microsoft.AspNetCore.Html.Abstractions",
        "Microsoft.AspNetCore.WebUtilities",
        "System.Threading.RateLimiting",
        "System.Linq.Expressions",
        "Microsoft.AspNetCore.Mvc.Razor",
        "System.Runtime.Numerics",
        "System.Runtime.Loader",
        "Microsoft.AspNetCore.Mvc.Abstractions",
        "Microsoft.AspNetCore.Mvc.ViewFeatures",
        // The description of the API.
        "Microsoft.OpenApi",
        // A request of HTTP that failed.
        "System.Net.Quic",
        // An exception in the log.
        "System.Diagnostics.StackTrace",
        "System.Reflection.Metadata",
        "System.Collections.Immutable",
        "System.IO.Compression",
        "System.IO.MemoryMappedFiles",
    ];

    /// <summary>Loads them; one that is not there is none that this system needs.</summary>
    internal static void Load()
    {
        foreach (var name in NeededLater)
        {
            try
            {
                Assembly.Load(new AssemblyName(name));
            }
            catch (Exception missing) when (missing is IOException or BadImageFormatException)
            {
                // A later version of a library may not have it any more.
            }
        }
    }
}
