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
        (RecordOptions.Section, typeof(RecordOptions)),
        (AnnounceOptions.Section, typeof(AnnounceOptions)),
        (NotifyOptions.Section, typeof(NotifyOptions)),
        (ConnectionsOptions.Section, typeof(ConnectionsOptions)),
    ];

    private static readonly IReadOnlyList<string> Keys = [.. Sections.SelectMany(section => KeysOf(section.Section, section.Options)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> All => [.. Keys];

    private static IReadOnlySet<string> Documented { get; } = Markdown.Code(Repository.Read("docs/configuration.md"))
        .Where(code => code.StartsWith("NovaFence:", StringComparison.Ordinal) && !code.EndsWith('*'))
        .ToHashSet(StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(All))]
    public void Every_key_is_explained(string key) => Documented.Should().Contain(key);

    [Fact]
    public void No_key_is_explained_that_does_not_exist() => Documented.Should().BeSubsetOf(Keys);

    private static IEnumerable<string> KeysOf(string prefix, Type options) =>
        options.GetProperties().Where(property => property.GetMethod is { IsStatic: false }).SelectMany(property => KeysAt($"{prefix}:{property.Name}", property.PropertyType));

    private static IEnumerable<string> KeysAt(string key, Type type)
    {
        // A list: its first item stands for all of them.
        if (type.IsGenericType && Nullable.GetUnderlyingType(type) is null && type.GetGenericArguments() is [var item])
            return KeysAt(key + ":0", item);
        return IsSection(type) ? KeysOf(key, type) : [key];
    }

    private static bool IsSection(Type type) => type.IsClass && type.Namespace!.StartsWith("NovaFence", StringComparison.Ordinal);
}
