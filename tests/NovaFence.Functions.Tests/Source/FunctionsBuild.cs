using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NovaFence.Functions.Tests.Source;

/// <summary>The app's source, compiled against the stand-ins for the Worker and everything else as it really is.</summary>
internal sealed class FunctionsBuild
{
    private readonly Lazy<Assembly> _assembly;

    private FunctionsBuild(params string[] symbols)
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest, preprocessorSymbols: symbols);
        SourceTrees = [.. FunctionsProject.Files.Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), options, file))];
        var usings = string.Concat(FunctionsProject.Usings.Select(static name => $"global using global::{name};\n"));
        Compilation = CSharpCompilation.Create(
            $"NovaFence.Functions.{Guid.NewGuid():N}",
            [.. SourceTrees, CSharpSyntaxTree.ParseText(usings, options), .. StandIns(options)],
            References(),
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        _assembly = new Lazy<Assembly>(Load);
    }

    /// <summary>As it is built by default.</summary>
    public static FunctionsBuild Default { get; } = new();

    /// <summary>As <c>-p:AlertmanagerFunctionKey=false</c> builds it.</summary>
    public static FunctionsBuild ByTokenAlone { get; } = new("ALERTMANAGER_BY_TOKEN_ALONE");

    public CSharpCompilation Compilation { get; }

    /// <summary>The app's own files, without the stand-ins.</summary>
    public IReadOnlyList<SyntaxTree> SourceTrees { get; }

    public Assembly Assembly => _assembly.Value;

    public IReadOnlyList<FunctionDeclaration> Functions => FunctionDeclaration.AllOf(Assembly);

    private static IEnumerable<SyntaxTree> StandIns(CSharpParseOptions options)
    {
        var tests = typeof(FunctionsBuild).Assembly;
        foreach (var name in tests.GetManifestResourceNames().Where(static name => name.StartsWith("Worker/", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(tests.GetManifestResourceStream(name)!);
            yield return CSharpSyntaxTree.ParseText(reader.ReadToEnd(), options, name);
        }
    }

    /// <summary>Everything this test was started with, which is what the app has beside the Worker.</summary>
    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(static file => Path.GetFileName(file) is not "NovaFence.Functions.Tests.dll")
            .Select(static file => MetadataReference.CreateFromFile(file));

    private Assembly Load()
    {
        using var image = new MemoryStream();
        var result = Compilation.Emit(image);
        if (!result.Success)
            throw new InvalidOperationException(string.Join('\n', result.Diagnostics.Where(static problem => problem.Severity == DiagnosticSeverity.Error)));
        image.Position = 0;
        return AssemblyLoadContext.Default.LoadFromStream(image);
    }
}
