using System.Reflection;
using System.Xml.Linq;

namespace NovaFence.Functions.Tests.Source;

/// <summary>The app as it was built, and its project file.</summary>
internal static class FunctionsApp
{
    public const string Folder = "src/NovaFence.Functions";

    public static Assembly Assembly { get; } = typeof(AuditFunctions).Assembly;

    public static XElement Project { get; } = XElement.Parse(Repository.Read($"{Folder}/NovaFence.Functions.csproj"));

    public static IReadOnlyList<FunctionDeclaration> Functions { get; } = FunctionDeclaration.AllOf(Assembly);

    public static FunctionDeclaration Timer => Functions.Single(static function => !function.IsHttp);
}
