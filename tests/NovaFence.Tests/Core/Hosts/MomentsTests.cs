using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using NovaFence.Core.Hosts;
using NovaFence.Core.Options;

namespace NovaFence.Core.Tests.Hosts;

/// <summary>What is put right of moments that a clock wrote which was ahead: every one of a row, but those that a sender or the cloud has said.</summary>
public sealed class MomentsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 3, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset NextYear = Now.AddYears(1);

    /// <summary>Longer than anything of a record lasts.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    [Fact]
    public void Of_a_record_every_moment_of_ours_is_put_right()
    {
        var record = (HostRecord)Filled(typeof(HostRecord));
        MomentsOf(record, "").Should().HaveCountGreaterThan(40, "a row has as many").And.OnlyContain(moment => moment.At == NextYear);

        var right = record.In(new Moments(Now, new NovaFenceOptions()));

        MomentsOf(right, "").Where(moment => moment.At > Now + Longest).Select(moment => moment.Name).Should().BeEquivalentTo(
            // A sender's.
            "StartsAt", "Alerts.At", "Alerts.StartsAt", "Alerts.SaidStartsAt", "Alerts.LatestStartsAt", "Alerts.EndsAt", "Alerts.SaidEndsAt", "Alerts.OverruledStart",
            // Nova's, of reports.
            "AfterDown.ReportedAt", "Word.SeenReport", "Alerts.Held.SeenReport");
    }

    [Fact]
    public void What_is_no_further_ahead_than_clocks_differ_stays()
    {
        var options = new NovaFenceOptions();
        var record = (HostRecord)Filled(typeof(HostRecord));

        var moments = new Moments(NextYear - options.Fencing.ClockTolerance, options);

        MomentsOf(record.In(moments), "").Should().OnlyContain(moment => moment.At == NextYear);
        moments.HasMetOne.Should().BeFalse();
    }

    /// <summary>An object each of whose moments is in the next year, whatever else it has.</summary>
    private static object Filled(Type type)
    {
        var filled = RuntimeHelpers.GetUninitializedObject(type);
        foreach (var property in Settable(type))
            property.SetValue(filled, Value(property.PropertyType));
        return filled;
    }

    private static object? Value(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(DateTimeOffset))
            return NextYear;
        if (type == typeof(string))
            return "text";
        if (type.IsValueType)
            return Activator.CreateInstance(type);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            var of = type.GetGenericArguments()[0];
            var list = Array.CreateInstance(of, 1);
            list.SetValue(Value(of), 0);
            return list;
        }

        return type.IsClass ? Filled(type) : null;
    }

    private static IEnumerable<(string Name, DateTimeOffset At)> MomentsOf(object of, string prefix)
    {
        foreach (var property in Settable(of.GetType()))
        {
            var (value, name) = (property.GetValue(of), prefix + property.Name);
            IEnumerable<(string, DateTimeOffset)> moments = value switch
            {
                DateTimeOffset at => [(name, at)],
                null or string or ValueType => [],
                IEnumerable several => several.Cast<object>().Where(one => one is not (string or ValueType)).SelectMany(one => MomentsOf(one, name + ".")),
                _ => MomentsOf(value, name + "."),
            };
            foreach (var moment in moments)
                yield return moment;
        }
    }

    private static IEnumerable<PropertyInfo> Settable(Type type) => type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
        .Where(property => property is { CanRead: true, CanWrite: true } && property.GetIndexParameters().Length == 0 && property.Name != "EqualityContract");
}
