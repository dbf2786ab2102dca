namespace NovaFence.Server.Tests.Running;

/// <summary>The files of <c>docs/</c> in the checkout that these tests were built from.</summary>
internal static class Documents
{
    public static string Path(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "NovaFenceFunctions.sln")))
                return System.IO.Path.Combine(folder.FullName, "docs", name);
        }

        throw new InvalidOperationException("these tests run inside a checkout");
    }
}
