using System.Text.Json.Serialization;

namespace NovaFence.Core.Hosts;

/// <summary>An operator's word about a host. It stands until Nova has done it or the operator takes it back, however often Nova refuses.</summary>
public sealed record OperatorWord
{
    /// <summary>For so long a word that Nova does not do is sent again; after that it stands as a finding that asks again.</summary>
    internal static readonly TimeSpan SentFor = TimeSpan.FromHours(1);

    /// <summary>True: down; false: up.</summary>
    public required bool Down { get; init; }

    /// <summary>When it was given, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Through which door it came.</summary>
    public required string By { get; init; }

    /// <summary>Why, in the operator's words.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Whether it is sent whatever a look says.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Force { get; init; }

    /// <summary>The compute service that was meant: a host that was registered anew since is another one.</summary>
    public string? ServiceId { get; init; }

    /// <summary>Nova's <c>updated_at</c> in the first look: a host that has reported since asks again.</summary>
    public DateTimeOffset? SeenReport { get; init; }

    /// <summary>When Nova had done it, UTC; null while it has not.</summary>
    public DateTimeOffset? DoneAt { get; init; }

    /// <summary>Why it is not sent any more and waits for the operator; null while it is.</summary>
    public string? Asks { get; init; }

    /// <summary>Whether it is still to be sent.</summary>
    internal bool IsToBeSent(DateTimeOffset now) => DoneAt is null && Asks is null && now - At < SentFor;
}
