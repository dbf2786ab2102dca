using System.Reflection;

namespace NovaFence.Functions.Tests.Source;

/// <summary>One function, as its attributes declare it to the host.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Code">The method.</param>
/// <param name="Trigger"><c>HttpTrigger</c> or <c>TimerTrigger</c>.</param>
/// <param name="Methods">The HTTP methods, in upper case.</param>
/// <param name="Route">The route without the host's prefix.</param>
/// <param name="Level">The authorization level, by its name.</param>
/// <param name="Schedule">The timer's schedule.</param>
/// <param name="TriggerSettings">What else the trigger's attribute sets by name.</param>
internal sealed record FunctionDeclaration(
    string Name,
    MethodInfo Code,
    string Trigger,
    IReadOnlyList<string> Methods,
    string? Route,
    string? Level,
    string? Schedule,
    IReadOnlyList<string> TriggerSettings)
{
    public bool IsHttp => Trigger == "HttpTrigger";

    public static IReadOnlyList<FunctionDeclaration> AllOf(Assembly assembly) =>
    [
        .. from type in assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static)
           from attribute in method.GetCustomAttributesData()
           where attribute.AttributeType.Name == "FunctionAttribute"
           select Read((string)attribute.ConstructorArguments[0].Value!, method),
    ];

    private static FunctionDeclaration Read(string name, MethodInfo method)
    {
        var trigger = method.GetParameters()
            .SelectMany(static parameter => parameter.GetCustomAttributesData())
            .Single(static attribute => attribute.AttributeType.Name.EndsWith("TriggerAttribute", StringComparison.Ordinal));
        var kind = trigger.AttributeType.Name[..^"Attribute".Length];
        var settings = trigger.NamedArguments.ToDictionary(static argument => argument.MemberName, static argument => argument.TypedValue.Value, StringComparer.Ordinal);
        settings.Remove("Route", out var route);
        var given = trigger.ConstructorArguments;
        return kind == "HttpTrigger"
            ? new FunctionDeclaration(name, method, kind, Words(given[1]), (string?)route, Enum.GetName(given[0].ArgumentType, given[0].Value!), null, [.. settings.Keys])
            : new FunctionDeclaration(name, method, kind, [], null, null, (string?)given[0].Value, [.. settings.Keys]);
    }

    private static List<string> Words(CustomAttributeTypedArgument list) =>
        [.. ((IReadOnlyCollection<CustomAttributeTypedArgument>)list.Value!).Select(static word => ((string)word.Value!).ToUpperInvariant())];
}
