using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using NovaFence.Core.Options;
using NovaFence.Http.Options;
using NovaFence.Ledger;
using NovaFence.OpenStack.Configuration;
using NovaFence.Power.Options;

namespace NovaFence.Architecture.Tests.Documents;

public sealed partial class ConfigurationTests
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
        (BmcOptions.Section, typeof(BmcOptions)),
        (PrometheusOptions.Section, typeof(PrometheusOptions)),
        (ConnectionsOptions.Section, typeof(ConnectionsOptions)),
    ];

    private static readonly IReadOnlyList<string> Keys = [.. Sections.SelectMany(section => KeysOf(section.Section, section.Options)).Select(key => key.Key).Order(StringComparer.Ordinal)];

    private static readonly Dictionary<string, RangeAttribute> Ranges = Sections.SelectMany(section => KeysOf(section.Section, section.Options))
        .Where(key => key.Range is not null).ToDictionary(key => key.Key, key => key.Range!, StringComparer.Ordinal);

    public static TheoryData<string> All => [.. Keys];

    private static IReadOnlySet<string> Documented { get; } = Markdown.Code(Repository.Read("docs/configuration.md"))
        .Where(code => code.StartsWith("NovaFence:", StringComparison.Ordinal) && !code.EndsWith('*'))
        .ToHashSet(StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(All))]
    public void Every_key_is_explained(string key) => Documented.Should().Contain(key);

    [Fact]
    public void No_key_is_explained_that_does_not_exist() => Documented.Should().BeSubsetOf(Keys);

    [Fact]
    public void The_range_that_a_row_begins_with_is_the_one_that_is_checked()
    {
        var written = Row().Matches(Repository.Read("docs/configuration.md")).Where(row => Ranges.ContainsKey(row.Groups["key"].Value)).ToList();

        written.Should().HaveCountGreaterThan(20);
        written.Should().AllSatisfy(row =>
        {
            var range = Ranges[row.Groups["key"].Value];
            (Number(row.Groups["least"].Value, row.Groups["unit"].Value), Number(row.Groups["most"].Value, row.Groups["unit2"].Value))
                .Should().Be((Number(range, range.Minimum), Number(range, range.Maximum)), "of {0}", row.Groups["key"].Value);
        });
    }

    /// <summary>In seconds where it has a unit, or is a time.</summary>
    private static double Number(string text, string unit) => double.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture) * unit switch
    {
        "ms" => 0.001,
        "min" => 60,
        "h" => 3_600,
        "d" => 86_400,
        "year" or "years" => 365 * 86_400,
        _ => 1,
    };

    private static double Number(RangeAttribute range, object bound) => range.OperandType == typeof(TimeSpan)
        ? TimeSpan.Parse((string)bound, CultureInfo.InvariantCulture).TotalSeconds
        : Convert.ToDouble(bound, CultureInfo.InvariantCulture);

    private static IEnumerable<(string Key, RangeAttribute? Range)> KeysOf(string prefix, Type options) =>
        options.GetProperties().Where(property => property.GetMethod is { IsStatic: false })
            .SelectMany(property => KeysAt($"{prefix}:{property.Name}", property.PropertyType, property.GetCustomAttribute<RangeAttribute>()));

    private static IEnumerable<(string Key, RangeAttribute? Range)> KeysAt(string key, Type type, RangeAttribute? range)
    {
        // A list: its first item stands for all of them.
        if (type.IsGenericType && Nullable.GetUnderlyingType(type) is null && type.GetGenericArguments() is [var item])
            return KeysAt(key + ":0", item, null);
        return IsSection(type) ? KeysOf(key, type) : [(key, range)];
    }

    private static bool IsSection(Type type) => type.IsClass && type.Namespace!.StartsWith("NovaFence", StringComparison.Ordinal);

    [GeneratedRegex(@"^\| `(?<key>NovaFence:[\w:]+)` \|[^|]*\| (?<least>[\d.,]+)( (?<unit>ms|s|min|h|d|years?))? to (?<most>[\d.,]+)( (?<unit2>ms|s|min|h|d|years?))?\b", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Row();
}
