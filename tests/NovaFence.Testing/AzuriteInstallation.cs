namespace NovaFence.Testing;

/// <summary>
/// Finds Azurite, or has npm install it into the user's cache folder, once for all checkouts and test runs.
/// </summary>
internal static class AzuriteInstallation
{
    private const string Version = "3.37.0";

    private static readonly TimeSpan InstallTime = TimeSpan.FromMinutes(5);

    /// <summary>The script that runs the table service.</summary>
    /// <exception cref="AzuriteMissingException">No Node, no npm, or npm failed.</exception>
    public static async Task<string> FindOrInstallAsync()
    {
        if (await Command.RunAsync("node", ["--version"], TimeSpan.FromSeconds(30)) is not { ExitCode: 0 })
            throw new AzuriteMissingException("'node' is not on the PATH.");
        return OnPath() ?? await InCacheAsync();
    }

    /// <summary>What npm puts on the PATH is a link to the script (except on Windows, where the cache serves).</summary>
    private static string? OnPath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => new FileInfo(Path.Combine(folder, "azurite-table")))
            .FirstOrDefault(file => file.Exists)
            ?.ResolveLinkTarget(returnFinalTarget: true)
            ?.FullName;

    private static async Task<string> InCacheAsync()
    {
        var installed = Path.Combine(CacheFolder(), $"azurite-{Version}");
        var script = Path.Combine(installed, "node_modules", "azurite", "dist", "src", "table", "main.js");
        if (File.Exists(script))
            return script;

        Directory.CreateDirectory(CacheFolder());
        using (await LockAsync(installed + ".lock"))
        {
            if (!File.Exists(script))
                await InstallAsync(installed);
        }

        return script;
    }

    private static async Task InstallAsync(string folder)
    {
        // Beside it first: an interrupted installation must not look like a finished one.
        var staging = $"{folder}.{Environment.ProcessId}";
        Directory.CreateDirectory(staging);
        try
        {
            var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
            string[] arguments =
                ["install", "--prefix", staging, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", $"azurite@{Version}"];
            var result = await Command.RunAsync(npm, arguments, InstallTime);
            if (result is not { ExitCode: 0 })
                throw new AzuriteMissingException($"npm is not on the PATH or could not install it. {result?.Output}");
            Directory.Move(staging, folder);
        }
        finally
        {
            if (Directory.Exists(staging))
                Directory.Delete(staging, recursive: true);
        }
    }

    private static string CacheFolder()
    {
        var xdg = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        var root = string.IsNullOrEmpty(xdg)
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache")
            : xdg;
        return Path.Combine(root, "novafence");
    }

    /// <summary>Test projects run side by side: one installs, the others wait for it.</summary>
    private static async Task<FileStream> LockAsync(string path)
    {
        using var deadline = new CancellationTokenSource(InstallTime);
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
            }
            catch (IOException) when (!deadline.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200));
            }
        }
    }
}
