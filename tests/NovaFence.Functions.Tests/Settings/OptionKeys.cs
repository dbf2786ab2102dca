using System.Collections;
using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using NovaFence.Core.Options;
using NovaFence.Http.Options;
using NovaFence.Ledger;
using NovaFence.OpenStack.Configuration;
using NovaFence.Power.Options;

namespace NovaFence.Functions.Tests.Settings;

/// <summary>Which keys NovaFence reads. A key that binds to nothing is a setting somebody believes in and nobody follows.</summary>
internal static class OptionKeys
{
    private static readonly (string Section, Type Type)[] Sections =
    [
        (CloudOptions.Section, typeof(CloudOptions)),
        (LedgerOptions.Section, typeof(LedgerOptions)),
        (ReceiversOptions.Section, typeof(ReceiversOptions)),
        (AccessOptions.Section, typeof(AccessOptions)),
        (AnnounceOptions.Section, typeof(AnnounceOptions)),
        (NovaFenceOptions.Section, typeof(NovaFenceOptions)),
        (NotifyOptions.Section, typeof(NotifyOptions)),
        (BmcOptions.Section, typeof(BmcOptions)),
        (PrometheusOptions.Section, typeof(PrometheusOptions)),
    ];

    /// <summary>Why this app setting would do nothing; null when an option takes it.</summary>
    public static string? Problem(string name, string value)
    {
        var key = name.Replace("__", ":", StringComparison.Ordinal);
        // NovaFence:Cloud and NovaFence:Power are read by two: the connection, and the part that decides.
        var problems = Sections.Where(section => key.StartsWith(section.Section + ':', StringComparison.OrdinalIgnoreCase))
            .Select(section => Problem(name, key[(section.Section.Length + 1)..], section.Type, value)).ToList();
        if (problems.Count == 0)
            return $"{name} is under no section of NovaFence's";
        return problems.Contains(null) ? null : problems[0];
    }

    private static string? Problem(string name, string path, Type type, string value)
    {
        foreach (var part in path.Split(':'))
        {
            if (Below(type, part) is not { } next)
                return $"{name}: {type.Name} has no '{part}'";
            type = next;
        }

        return Reads(type, value) ? null : $"{name}: '{value}' is no {type.Name}";
    }

    private static Type? Below(Type type, string part)
    {
        // Labels are called as whoever configures them likes.
        if (type == typeof(IDictionary<string, string>))
            return typeof(string);
        if (type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(type))
            return int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? type.GetGenericArguments()[0] : null;
        return type.GetProperty(part, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase)?.PropertyType;
    }

    private static bool Reads(Type type, string value)
    {
        try
        {
            return TypeDescriptor.GetConverter(Nullable.GetUnderlyingType(type) ?? type).ConvertFromInvariantString(value) is not null;
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
