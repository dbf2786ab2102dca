using System.Diagnostics.CodeAnalysis;

/// <summary>
/// Writes down the assemblies that a program loads, into the file that NOVAFENCE_LOADED names: .NET calls it at the start of a program whose
/// DOTNET_STARTUP_HOOKS names this assembly.
/// </summary>
[SuppressMessage("Design", "CA1050:Declare types in namespaces", Justification = "The runtime asks for this name.")]
[SuppressMessage("Design", "MA0047:Declare types in namespaces", Justification = "The runtime asks for this name.")]
internal static class StartupHook
{
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable("NOVAFENCE_LOADED") is not { } file)
            return;
        var writer = new StreamWriter(new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) =>
        {
            lock (writer)
                writer.WriteLine(loaded.LoadedAssembly.GetName().Name);
        };
    }
}
