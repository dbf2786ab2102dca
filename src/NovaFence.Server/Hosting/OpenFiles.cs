using System.Globalization;

namespace NovaFence.Server.Hosting;

/// <summary>How many files, sockets among them, this process may have open, and how many it has.</summary>
internal sealed record OpenFiles(int Most, int Open)
{
    private const string Limits = "/proc/self/limits";
    private const string Descriptors = "/proc/self/fd";

    /// <summary>The program itself has about 300 open, two for each assembly, and the first connections need some too.</summary>
    private const int Least = 400;

    // .NET raises the limit when it starts, and nobody afterwards.
    private static readonly Lazy<int?> Limit = new(static () => File.Exists(Limits) ? Read(File.ReadLines(Limits)) : null);

    /// <summary>Counts them; null where that cannot be done, or there is no limit.</summary>
    internal static OpenFiles? Count()
    {
        try
        {
            return Limit.Value is { } most ? new OpenFiles(most, Directory.GetFileSystemEntries(Descriptors).Length) : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Refuses to start with fewer than a server needs: it would run until the first file that it cannot open, and from then on fail or die.</summary>
    /// <exception cref="InvalidOperationException">There are fewer.</exception>
    internal static void ThrowIfTooFew()
    {
        if (Count() is { Most: < Least and var most })
            throw new InvalidOperationException(FormattableString.Invariant($"this process may have {most} files open, and the server needs {Least}: it has {WholeProgram.Files} itself, because the runtime keeps two open for each assembly, and the rest is for connections, ledger and cloud. Raise the hard limit: 'ulimit -n 1024', LimitNOFILE=1024 in a unit, --ulimit nofile=1024 for a container"));
    }

    /// <summary>The soft limit of <c>proc_pid_limits(5)</c>; .NET has raised it to the hard one.</summary>
    internal static int? Read(IEnumerable<string> limits) =>
        limits.FirstOrDefault(line => line.StartsWith("Max open files ", StringComparison.Ordinal))?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, _, var soft, ..]
            && int.TryParse(soft, CultureInfo.InvariantCulture, out var most)
                ? most
                : null;
}
