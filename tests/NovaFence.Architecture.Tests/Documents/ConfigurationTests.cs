using NovaFence.Core.Options;
using NovaFence.Http.Options;
using NovaFence.Ledger;
using NovaFence.OpenStack.Configuration;

namespace NovaFence.Architecture.Tests.Documents;

public sealed class ConfigurationTests
{
    private static readonly (string Section, Type Options)[] Sections =
    [
        (NovaFenceOptions.Section, typeof(NovaFenceOptions)),
        (CloudOptions.Section, typeof(CloudOptions)),
        (LedgerOptions.Section, typeof(LedgerOptions)),
        (ReceiversOptions.Section, typeof(ReceiversOptions)),
        (AccessOptions.Section, typeof(AccessOptions)),
    ];

    private static readonly IReadOnlyList<string> Keys = [.. Sections.SelectMany(section => KeysOf(section.Section, section.Options)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> All => [.. Keys];

    private static IReadOnlySet<string> Documented { get; } = Markdown.Code(Repository.Read("docs/configuration.md"))
        .Where(code => code.StartsWith("NovaFence:", StringComparison.Ordinal))
        .ToHashSet(StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(All))]
    public void Every_key_is_explained(string key) => Documented.Should().Contain(key);

    [Fact]
    public void No_key_is_explained_that_does_not_exist() => Documented.Should().BeSubsetOf(Keys);

    private static IEnumerable<string> KeysOf(string prefix, Type options)
    {
        foreach (var property in options.GetProperties().Where(property => property.GetMethod is { IsStatic: false }))
        {
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            var key = $"{prefix}:{property.Name}";
            if (type.IsGenericType && type.GetGenericArguments() is [var item])
                foreach (var inner in IsSection(item) ? KeysOf(key + ":0", item) : [key + ":0"])
                    yield return inner;
            else if (IsSection(type))
                foreach (var inner in KeysOf(key, type))
                    yield return inner;
            else
                yield return key;
        }
    }

    private static bool IsSection(Type type) => type.IsClass && type.Namespace!.StartsWith("NovaFence", StringComparison.Ordinal);
}
