using System.Text.RegularExpressions;

namespace NovaFence.OpenStack.Configuration.Files;

/// <summary>What an unquoted YAML scalar is by YAML 1.1, which is the version that openstacksdk's YAML library reads.</summary>
/// <remarks>The types are those of https://yaml.org/type/ as https://github.com/yaml/pyyaml/blob/6.0/lib/yaml/resolver.py#L170 resolves them.</remarks>
internal static partial class PlainScalar
{
    private const int Timeout = 1000;

    public static ConfigNode Read(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => new ConfigNode.Null(),
        "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON" => new ConfigNode.Flag(true),
        "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF" => new ConfigNode.Flag(false),
        _ when Decimal().IsMatch(text) => new ConfigNode.Text(text),
        _ when Integer().IsMatch(text) || Real().IsMatch(text) => new ConfigNode.NotText("a number"),
        _ when Moment().IsMatch(text) => new ConfigNode.NotText("a date"),
        _ => new ConfigNode.Text(text),
    };

    // A whole number that is written as it would be printed.
    [GeneratedRegex(@"^(?:0|-?[1-9][0-9]*)\z", RegexOptions.CultureInvariant, Timeout)]
    private static partial Regex Decimal();

    [GeneratedRegex(
        @"^[-+]?(?:0b[01_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(?::[0-5]?[0-9])+)\z", RegexOptions.CultureInvariant, Timeout)]
    private static partial Regex Integer();

    [GeneratedRegex(
        @"^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*"
        + @"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\z",
        RegexOptions.CultureInvariant, Timeout)]
    private static partial Regex Real();

    [GeneratedRegex(
        @"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?)?\z",
        RegexOptions.CultureInvariant, Timeout)]
    private static partial Regex Moment();
}
