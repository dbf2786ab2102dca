using System.Security.Cryptography;
using System.Text;
using NovaFence.Core.Alerts;
using NovaFence.Core.Power;

namespace NovaFence.Core.Decisions;

/// <summary>What a route takes as proof that the host is fenced.</summary>
public abstract record Evidence
{
    private Evidence() { }

    /// <summary>Whether this is proof enough.</summary>
    public abstract bool IsMetBy(EvidenceFacts facts);

    /// <summary>What has to be read for it to be met, where reading can: empty where it is met, or lacks something that is no reading.</summary>
    public virtual IEnumerable<Evidence> Outstanding(EvidenceFacts facts) => [];

    /// <summary>The conditions, and those within them.</summary>
    public virtual IEnumerable<Evidence> Conditions => [this];

    /// <summary>Whether somebody's word is enough: nothing in the alert has to say that the host is fenced.</summary>
    internal bool IsWord => IsMetBy(EvidenceFacts.None);

    /// <summary>Whether something has to be read for it: a BMC, or Prometheus.</summary>
    public bool IsRead => Conditions.Any(condition => condition is PowerOff or Samples);

    /// <summary>Whether a BMC has to be read for it.</summary>
    public bool AsksForPower => Conditions.Any(condition => condition is PowerOff);

    /// <summary>For how long what corroborates counts; null where nothing has to.</summary>
    public TimeSpan? Window => Conditions.OfType<Corroborated>().FirstOrDefault()?.Within;

    /// <summary>
    /// What of it a machine may be switched off by: nobody's word, and nothing that its BMC says of it. What stood beside these is wanted all the same, in <c>any(…)</c>
    /// too. Null where nothing is left.
    /// </summary>
    public Evidence? ToSwitchOff => this switch
    {
        Asserted or PowerOff => null,
        All all => Left(all.Of) is { Count: > 1 } left ? new All(left) : Left(all.Of).FirstOrDefault(),
        Any any => Left(any.Of) is { Count: > 1 } left ? new Any(left) : Left(any.Of).FirstOrDefault(),
        _ => this,
    };

    /// <summary>This, and that the machine is proven off.</summary>
    public Evidence AndPowerOff => this switch
    {
        PowerOff => this,
        All all when all.Of.Any(part => part is PowerOff) => this,
        All all => new All([.. all.Of, new PowerOff()]),
        _ => new All([this, new PowerOff()]),
    };

    private static List<Evidence> Left(IReadOnlyList<Evidence> parts) => [.. parts.Select(part => part.ToSwitchOff).OfType<Evidence>()];

    /// <summary>
    /// A mark of each label that is asked for and that this alert has, with spaces between them; null where there is none. A record keeps it, because a hold
    /// is decided anew without the event. A label that is asked for in other words later has another mark.
    /// </summary>
    public string? CarriedBy(AlertEvent alert)
    {
        var marks = string.Join(' ', Conditions.OfType<Label>().Where(label => label.IsIn(alert)).Select(label => label.Mark));
        return marks.Length == 0 ? null : marks;
    }

    /// <summary>Whoever wired the route vouches for it.</summary>
    public sealed record Asserted : Evidence
    {
        /// <inheritdoc />
        public override bool IsMetBy(EvidenceFacts facts) => true;

        /// <inheritdoc />
        public override string ToString() => "asserted";
    }

    /// <summary>A label of the alert says so, or an annotation where there is no such label.</summary>
    public sealed record Label(LabelMatcher Matcher) : Evidence
    {
        /// <summary>
        /// What a template leaves behind instead of a value: Go writes the first for a missing field, for which Grafana writes the second, the third for nothing at all, and the
        /// fourth where a value is of another kind than its format; Prometheus writes the fifth where the template fails. One that was not rendered keeps its braces.
        /// </summary>
        /// <remarks>
        /// https://pkg.go.dev/text/template#Template.Option, https://pkg.go.dev/fmt (format errors);
        /// https://github.com/grafana/grafana/blob/main/pkg/services/ngalert/state/template/template.go, <c>Expand</c>;
        /// https://github.com/prometheus/prometheus/blob/main/rules/alerting.go, <c>Eval</c>.
        /// </remarks>
        private static readonly string[] NoValues = ["<no value>", "[no value]", "<nil>", "%!", "<error expanding template", "{{", "}}"];

        /// <summary>What stands for it in a record: eight hexadecimal digits of its SHA-256.</summary>
        public string Mark { get; } = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Matcher.Text)), 0, 4);

        /// <inheritdoc />
        public override bool IsMetBy(EvidenceFacts facts) => facts.Carried is { } carried && carried.Split(' ').Contains(Mark, StringComparer.Ordinal);

        /// <summary>Whether this alert says so. An absent, empty or blank value says nothing, and neither does what a template left behind.</summary>
        public bool IsIn(AlertEvent alert)
        {
            var said = alert.Labels.TryGetValue(Matcher.Name, out var label) ? label : alert.Annotations.GetValueOrDefault(Matcher.Name, "");
            return !string.IsNullOrWhiteSpace(said)
                && !NoValues.Any(none => said.Contains(none, StringComparison.Ordinal))
                && Matcher.MatchesValue(said);
        }

        /// <inheritdoc />
        public override string ToString() => $"label:{Matcher}";
    }

    /// <summary>So many alerts of different <c>alertname</c>s agree on the host within a window.</summary>
    /// <param name="Sources">How many, this one counted; at least 2.</param>
    /// <param name="Within">How far apart they may have been heard last.</param>
    public sealed record Corroborated(int Sources, TimeSpan Within) : Evidence
    {
        /// <inheritdoc />
        public override bool IsMetBy(EvidenceFacts facts) => facts.Corroborating >= Sources;

        /// <inheritdoc />
        public override string ToString() => FormattableString.Invariant($"corroborated:{Sources}");
    }

    /// <summary>The machine's BMC says twice that its power is off.</summary>
    public sealed record PowerOff : Evidence
    {
        /// <inheritdoc />
        public override bool IsMetBy(EvidenceFacts facts) => facts.IsReadAssumed || facts.IsProvenOff;

        /// <inheritdoc />
        public override IEnumerable<Evidence> Outstanding(EvidenceFacts facts) => IsMetBy(facts) ? [] : [this];

        /// <inheritdoc />
        public override string ToString() => "power:off";
    }

    /// <summary>Prometheus' raw samples of the last seconds satisfy a condition.</summary>
    public sealed record Samples(SampleCondition Condition) : Evidence
    {
        /// <summary>What stands for it in a record: eight hexadecimal digits of its SHA-256.</summary>
        public string Mark { get; } = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Condition.ToString())), 0, 4);

        /// <inheritdoc />
        public override bool IsMetBy(EvidenceFacts facts) => facts.IsReadAssumed || facts.Samples.Any(read => read.Condition == Mark && read.Holds == true);

        /// <inheritdoc />
        public override IEnumerable<Evidence> Outstanding(EvidenceFacts facts) => IsMetBy(facts) ? [] : [this];

        /// <inheritdoc />
        public override string ToString() => $"prometheus:\"{Condition.ToString().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>Each of these.</summary>
    public sealed record All(IReadOnlyList<Evidence> Of) : Evidence
    {
        /// <inheritdoc />
        public override IEnumerable<Evidence> Conditions => Of.SelectMany(one => one.Conditions);

        /// <inheritdoc />
        public override bool IsMetBy(EvidenceFacts facts) => Of.All(one => one.IsMetBy(facts));

        /// <inheritdoc />
        public override IEnumerable<Evidence> Outstanding(EvidenceFacts facts)
        {
            var lacking = Of.Where(one => !one.IsMetBy(facts)).Select(one => one.Outstanding(facts).ToList()).ToList();
            return lacking.Exists(one => one.Count == 0) ? [] : lacking.SelectMany(one => one);
        }

        /// <inheritdoc />
        public override string ToString() => $"all({string.Join(", ", Of)})";
    }

    /// <summary>One of these.</summary>
    public sealed record Any(IReadOnlyList<Evidence> Of) : Evidence
    {
        /// <inheritdoc />
        public override IEnumerable<Evidence> Conditions => Of.SelectMany(one => one.Conditions);

        /// <inheritdoc />
        public override bool IsMetBy(EvidenceFacts facts) => Of.Any(one => one.IsMetBy(facts));

        /// <inheritdoc />
        public override IEnumerable<Evidence> Outstanding(EvidenceFacts facts) => IsMetBy(facts) ? [] : Of.SelectMany(one => one.Outstanding(facts));

        /// <inheritdoc />
        public override string ToString() => $"any({string.Join(", ", Of)})";
    }
}
