using System.Globalization;
using System.Reflection;
using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Power;

namespace NovaFence.Core.Tests.Hosts;

/// <summary>Every transition there is: each state with each input, and all that it changes.</summary>
public sealed partial class HostStateMachineTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Earlier = Now.AddMinutes(-10);
    private static readonly Attempt GoingDown = new("down-1", true, "a", Now.AddSeconds(10));
    private static readonly Attempt GoingUp = new("up-1", false, "a", Now.AddSeconds(10));
    private static readonly Attempt SwitchingOff = GoingDown with { SwitchesOff = true };
    private static readonly PowerOffSent ToldOff = new("down-1", Now, Now.AddSeconds(120));
    private static readonly Hold Contradicted = new() { Reason = Reason.Contradicted, Since = Now };
    private static readonly Hold Raised = new() { Reason = Reason.FiresWhileUp, Since = Now };

    private static readonly Dictionary<HostState, HostRecord> Records = new()
    {
        [HostState.Clear] = Record(HostState.Clear, Firing("f1") with { Accepted = false, Held = new Hold { Reason = Reason.Budget } }),
        [HostState.ForcingDown] = Record(HostState.ForcingDown, Firing("f1")) with { Owner = HostOwner.Alert, Before = SeenBefore.Free, Attempt = GoingDown },
        [HostState.Down] = OfDown(HostState.Down, Firing("f1")),
        [HostState.Releasing] = OfDown(HostState.Releasing, Resolved("f1")) with { Attempt = GoingUp },
        [HostState.AwaitingRestart] = OfDown(HostState.AwaitingRestart, Resolved("f1")) with { Failures = 1, RetryAt = Now.AddMinutes(1), LastError = "409" },
        [HostState.AwaitingHeartbeat] = OfDown(HostState.AwaitingHeartbeat, Resolved("f1")) with { ReleaseSince = Earlier, Heartbeat = new SeenReport(Earlier, "", Earlier, 1), ReleaseLacks = "reports" },
    };

    private static readonly HostInput[] Inputs =
    [
        new HostInput.AlertTaken(Firing("f2")),
        new HostInput.OrderedDown(new OperatorWord { Down = true, At = Now, By = "test" }),
        new HostInput.OrderedUp(new OperatorWord { Down = false, At = Now, By = "test" }),
        new HostInput.IntendedDown(GoingDown with { Id = "down-2" }, SeenBefore.Unknown, "id-2"),
        new HostInput.SwitchingOff(ToldOff),
        new HostInput.SwitchOffEnded(ToldOff, null),
        new HostInput.IntendedUp(GoingUp with { Id = "up-2" }, "id-2"),
        new HostInput.Confirmed("req-1"),
        new HostInput.Failed("503", Now.AddSeconds(20), "a", "req-1"),
        new HostInput.NotSent(),
        new HostInput.RestartAwaited("409"),
        new HostInput.NoService(),
        new HostInput.LeaseEnded(Now.AddSeconds(20)),
        new HostInput.SeenDown(IsOurs: true, Now),
        new HostInput.RaisedByLateUnset(Now),
        new HostInput.RaisedByAnother(Raised),
        new HostInput.SeenUp(Now),
        new HostInput.Agreed(Now),
        new HostInput.Withdrawn(Contradicted),
        new HostInput.HealthAwaited(),
    ];

    /// <summary>The same inputs where the record has more to tell.</summary>
    private static readonly Dictionary<string, (HostRecord Record, HostInput Input, string Changes)> Special = new()
    {
        ["its BMC is about to be told"] = (
            Records[HostState.ForcingDown] with { Attempt = SwitchingOff },
            new HostInput.SwitchingOff(ToldOff),
            "Reads told off at now, SwitchedOff now until +120s"),
        ["its BMC was told"] = (
            Records[HostState.ForcingDown] with { Attempt = SwitchingOff },
            new HostInput.SwitchOffEnded(ToldOff with { Said = "it took it" }, null),
            "Attempt none, LastAttempt down-1, RetryAt now, SwitchedOff now until +120s: it took it"),
        ["its BMC would not"] = (
            Records[HostState.ForcingDown] with { Attempt = SwitchingOff },
            new HostInput.SwitchOffEnded(ToldOff with { Refused = true, MayActUntil = Now }, "403"),
            "Before none, Attempt none, LastAttempt down-1, RetryAt now, SwitchedOff now until now refused, LastError 403"),
        ["its BMC was told nothing"] = (
            Records[HostState.ForcingDown] with { Attempt = SwitchingOff },
            new HostInput.NotSent(),
            "Before none, Attempt none, LastAttempt down-1, RetryAt now"),
        ["who was to tell its BMC is gone, and had not begun"] = (
            Records[HostState.ForcingDown] with { Attempt = SwitchingOff },
            new HostInput.LeaseEnded(Now.AddSeconds(20)),
            "Before none, Attempt none, LastAttempt down-1, RetryAt now"),
        ["who was to tell its BMC is gone, and had perhaps done it"] = (
            Records[HostState.ForcingDown] with { Attempt = SwitchingOff, SwitchedOff = ToldOff },
            new HostInput.LeaseEnded(Now.AddSeconds(20)),
            "Attempt none, LastAttempt down-1, RetryAt now"),
        ["a late unset has raised it, and another one may still arrive"] = (
            Records[HostState.Down] with { UpMayArriveUntil = Now.AddSeconds(1) },
            new HostInput.RaisedByLateUnset(Now),
            "State ForcingDown, RetryAt now"),
        ["the last late unset has raised it"] = (
            Records[HostState.Down] with { UpMayArriveUntil = Now },
            new HostInput.RaisedByLateUnset(Now),
            "State ForcingDown, RetryAt now, UpMayArriveUntil none"),
        ["an unset is confirmed, and an alert was accepted meanwhile"] = (
            Records[HostState.Releasing].With(Firing("f2")),
            new HostInput.Confirmed("req-1"),
            "State ForcingDown, Before none, Attempt none, LastAttempt up-1, RetryAt now, ConfirmedAt now, DownSince none, RequestId req-1"),
        ["an unset is confirmed, and what was accepted meanwhile is pending"] = (
            Records[HostState.Releasing].With(Firing("f2") with { Status = AlertStatus.Pending }),
            new HostInput.Confirmed("req-1"),
            "State Clear, Owner None, Before none, Alerts f1 ended and f2 fires, Attempt none, LastAttempt up-1, ConfirmedAt now, DownSince none, RequestId req-1"),
        ["an unset is confirmed, and an operator has ordered it down meanwhile"] = (
            Records[HostState.Releasing] with { Word = Down },
            new HostInput.Confirmed("req-1"),
            "State ForcingDown, Owner Operator, Before none, Attempt none, LastAttempt up-1, RetryAt now, ConfirmedAt now, DownSince none, RequestId req-1"),
        ["an operator's word is confirmed"] = (
            Records[HostState.ForcingDown] with { Word = Down, Owner = HostOwner.Operator },
            new HostInput.Confirmed("req-1"),
            "State Down, Attempt none, LastAttempt down-1, Word down done, ConfirmedAt now, DownSince now, RequestId req-1"),
        ["an operator's unset is confirmed"] = (
            Records[HostState.Releasing] with { Word = Up, Owner = HostOwner.None },
            new HostInput.Confirmed("req-1"),
            "State Clear, Before none, Alerts f1 ended, Attempt none, LastAttempt up-1, Word none, ConfirmedAt now, DownSince none, RequestId req-1"),
        ["an operator's unset is refused"] = (
            Records[HostState.Releasing] with { Word = Up, Owner = HostOwner.None },
            new HostInput.Failed("403", null, "a", null),
            "Attempt none, LastAttempt up-1, Failures 1, RetryAt +5s, LastError 403"),
        ["a force-down is refused for the third time"] = (
            Records[HostState.ForcingDown] with { Failures = 2 },
            new HostInput.Failed("403", null, "a", null),
            "Attempt none, LastAttempt down-1, Failures 3, RetryAt +20s, LastError 403"),
        ["a force-down is refused for the tenth time"] = (
            Records[HostState.ForcingDown] with { Failures = 9 },
            new HostInput.Failed("403", null, "a", null),
            "Attempt none, LastAttempt down-1, Failures 10, RetryAt +60s, LastError 403"),
        ["an unset was not sent, and an earlier one may have arrived"] = (
            Records[HostState.Releasing] with { UpMayArriveUntil = Now.AddSeconds(20) },
            new HostInput.NotSent(),
            "Attempt none, LastAttempt up-1, RetryAt +5s"),
        ["seen down, and it is another's doing"] = (
            Records[HostState.ForcingDown] with { Attempt = null, DownMayArriveUntil = Earlier, DownSentBy = "b" },
            new HostInput.SeenDown(IsOurs: false, Now),
            "State Down, Before Unknown, DownMayArriveUntil none, DownSentBy none, ConfirmedAt now, DownSince now"),
        ["seen down, and a further PUT may still arrive"] = (
            Records[HostState.ForcingDown] with { Attempt = null, DownMayArriveUntil = Now.AddSeconds(20), DownSentBy = "b" },
            new HostInput.SeenDown(IsOurs: true, Now),
            "State Down, ConfirmedAt now, DownSince now"),
        ["raised by another, against an operator's word"] = (
            Records[HostState.Down] with { Word = Down with { DoneAt = Earlier }, Owner = HostOwner.Operator, UpMayArriveUntil = Now.AddSeconds(20) },
            new HostInput.RaisedByAnother(Raised),
            "State Clear, Before none, Alerts f1 held for fires while up, RaisedAt now, UpMayArriveUntil none, DownSince none"),
        ["agreed, and nothing in doubt can arrive any more"] = (
            Records[HostState.Down] with { DownMayArriveUntil = Now, UpMayArriveUntil = Now, DownSentBy = "b" },
            new HostInput.Agreed(Now),
            "DownMayArriveUntil none, DownSentBy none, UpMayArriveUntil none"),
        ["agreed, and what is in doubt may still arrive"] = (
            Records[HostState.Down] with { DownMayArriveUntil = Now.AddTicks(1), UpMayArriveUntil = Now.AddTicks(1), DownSentBy = "b" },
            new HostInput.Agreed(Now),
            ""),
        ["an alert is taken that does not keep the host down"] = (
            Records[HostState.AwaitingHeartbeat],
            new HostInput.AlertTaken(Firing("f2") with { Accepted = false, Held = new Hold { Reason = Reason.NoEvidence } }),
            "Alerts f1 ended accepted and f2 held for no evidence"),
        ["a pending alert stops the release"] = (
            Records[HostState.AwaitingHeartbeat],
            new HostInput.AlertTaken(Firing("f1") with { Status = AlertStatus.Pending, Accepted = false }),
            "State Down, Alerts f1 fires, ForgottenRoutes released, ReleaseSince none, Heartbeat none, ReleaseLacks none"),
        ["an alert fires while an operator's unset waits for a restart"] = (
            Records[HostState.AwaitingRestart] with { Word = Up, Owner = HostOwner.None },
            new HostInput.AlertTaken(Firing("f2")),
            "Alerts f1 ended accepted and f2 wants down"),
        ["cleared while a PUT may still arrive, it is remembered what its intent saw"] = (
            Records[HostState.Down] with { Alerts = [], DownMayArriveUntil = Now.AddSeconds(20) },
            new HostInput.SeenUp(Now),
            "State Clear, Owner None, ConfirmedAt now, DownSince none"),
    };

    public static TheoryData<HostState, string> Rows =>
        [.. Enum.GetValues<HostState>().SelectMany(state => InputTypes().Select(type => new TheoryDataRow<HostState, string>(state, type.Name)))];

    public static TheoryData<string> SpecialRows => [.. Special.Keys];

    private static OperatorWord Down => new() { Down = true, At = Earlier, By = "test" };

    private static OperatorWord Up => new() { Down = false, At = Earlier, By = "test" };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_state_knows_every_input(HostState state, string input)
    {
        Records.Should().ContainKey(state, "a state without a record here is not proven");
        var given = Inputs.Should().ContainSingle(one => one.GetType().Name == input, $"HostInput.{input} has no example here").Subject;
        Table.Should().ContainKey(state);
        Table[state].Should().ContainKey(input, $"there is no row for {state} x {input}: say what becomes of it");

        var after = HostStateMachine.Next(Records[state], given, Now);

        Changes(Records[state], after).Should().Be(Table[state][input]);
    }

    [Fact]
    public void There_is_no_row_of_an_input_that_does_not_exist() =>
        Table.Values.SelectMany(rows => rows.Keys).Distinct().Should().BeEquivalentTo(InputTypes().Select(type => type.Name));

    [Theory]
    [MemberData(nameof(SpecialRows))]
    public void And_where_there_is_more_to_tell(string what)
    {
        var (record, input, changes) = Special[what];

        Changes(record, HostStateMachine.Next(record, input, Now)).Should().Be(changes);
    }

    [Fact]
    public void No_transition_leaves_a_record_clear_with_an_alert_that_wants_the_host_down()
    {
        var broken = from record in Varied()
                     from input in Inputs
                         // Of an accepted alert the intent is written in the same commit: see below.
                     where !(input is HostInput.AlertTaken && record.State == HostState.Clear)
                     let after = HostStateMachine.Next(record, input, Now)
                     where after is { State: HostState.Clear, IsWantedByAlerts: true }
                     select $"{record.State} with {Shown(record.Alerts)}, attempt {Shown(record.Attempt)}, word {Shown(record.Word)}: {input.GetType().Name}";

        string.Join('\n', broken.Distinct().Take(10)).Should().BeEmpty();
    }

    [Fact]
    public void An_alert_that_is_accepted_of_a_clear_host_comes_with_its_intent()
    {
        var taken = HostStateMachine.Next(Records[HostState.Clear], new HostInput.AlertTaken(Firing("f2")), Now);

        HostStateMachine.Next(taken, new HostInput.IntendedDown(GoingDown, SeenBefore.Free, "id-1"), Now).State.Should().Be(HostState.ForcingDown);
    }

    [Fact]
    public void Whatever_happens_nobody_holds_a_clear_record_but_an_operator_whose_word_was_undone()
    {
        var after = Varied().SelectMany(record => Inputs.Where(input => input is not (HostInput.OrderedDown or HostInput.AlertTaken)).Select(input => HostStateMachine.Next(record, input, Now)));

        after.Where(record => record is { State: HostState.Clear, Owner: not HostOwner.None, RaisedAt: null, Word: null }).Should().BeEmpty();
    }

    [Fact]
    public void A_word_that_was_done_is_forgotten_for_nothing_but_another_word()
    {
        var forgotten = from record in Varied().Where(record => record.Word is { Down: true, DoneAt: not null })
                        from input in Inputs.Where(input => input is not (HostInput.OrderedDown or HostInput.OrderedUp))
                        where HostStateMachine.Next(record, input, Now).Word != record.Word
                        select $"{record.State} with {Shown(record.Alerts)}, attempt {Shown(record.Attempt)}: {input.GetType().Name}";

        string.Join('\n', forgotten.Distinct().Take(10)).Should().BeEmpty();
    }

    /// <summary>Each state with each kind of alert, word, attempt and PUT in doubt, as far as it can be so.</summary>
    private static IEnumerable<HostRecord> Varied() =>
        from record in Records.Values
        from alert in (AlertEntry[])
        [
            Firing("f1"), Firing("f1") with { Status = AlertStatus.Pending }, Firing("f1") with { Accepted = false, Held = Contradicted }, Resolved("f1"),
            (AlertEntry)Firing("f1").Overruled(Now) with { Accepted = false },
        ]
        from word in (OperatorWord?[])[null, Down, Down with { DoneAt = Earlier }, Up]
        from attempt in (Attempt?[])[null, GoingDown, GoingUp]
        from downMayArrive in (DateTimeOffset?[])[null, Now.AddSeconds(20)]
        from upMayArrive in (DateTimeOffset?[])[null, Now.AddSeconds(20)]
        let varied = record with
        {
            Alerts = [alert],
            Word = word,
            Owner = word is not null ? word.Down ? HostOwner.Operator : HostOwner.None : record.State == HostState.Clear ? HostOwner.None : HostOwner.Alert,
            Attempt = attempt,
            DownMayArriveUntil = downMayArrive,
            UpMayArriveUntil = upMayArrive,
        }
        where varied is not { State: HostState.Clear, IsWantedByAlerts: true }
        select varied;

    private static IEnumerable<Type> InputTypes() => typeof(HostInput).GetNestedTypes(BindingFlags.NonPublic | BindingFlags.Public).Where(type => type.IsSubclassOf(typeof(HostInput)));

    private static AlertEntry Firing(string fingerprint) =>
        new() { Receiver = "alertmanager", Fingerprint = fingerprint, Status = AlertStatus.Firing, StartsAt = Earlier, Accepted = true, Route = "released" };

    private static AlertEntry Resolved(string fingerprint) => Firing(fingerprint) with { Status = AlertStatus.Resolved, ResolvedAt = Earlier };

    private static HostRecord Record(HostState state, AlertEntry alert) => new() { Host = "compute1", ServiceId = "id-1", State = state, Alerts = [alert] };

    private static HostRecord OfDown(HostState state, AlertEntry alert) =>
        Record(state, alert) with { Owner = HostOwner.Alert, Before = SeenBefore.Free, ConfirmedAt = Earlier, DownSince = Earlier, LastAttempt = "before" };

    /// <summary>What is different afterwards, in the order of the record's properties; empty where nothing is.</summary>
    private static string Changes(HostRecord before, HostRecord after) => string.Join(
        ", ",
        typeof(HostRecord).GetProperties().Where(property => property.Name != nameof(HostRecord.Host))
            .Select(property => (property.Name, Before: Shown(property.GetValue(before)), After: Shown(property.GetValue(after))))
            .Where(property => property.Before != property.After)
            .Select(property => $"{property.Name} {property.After}"));

    private static string Shown(object? value) => value switch
    {
        null => "none",
        DateTimeOffset at => at == Now ? "now" : string.Create(CultureInfo.InvariantCulture, $"{(at - Now).TotalSeconds:+0;-0}s"),
        Attempt attempt => attempt.Id,
        OperatorWord word => $"{(word.Down ? "down" : "up")}{(word.DoneAt is null ? "" : " done")}",
        SeenReport => "seen",
        HostReads reads => $"told off at {Shown(reads.SwitchedOffAt)}",
        PowerOffSent sent => $"{Shown(sent.At)} until {Shown(sent.MayActUntil)}{(sent.Refused ? " refused" : "")}{(sent.Said is { } said ? $": {said}" : "")}",
        IReadOnlyList<AlertEntry> alerts => string.Join(" and ", alerts.Select(Shown)),
        AlertEntry alert => $"{alert.Fingerprint} {(alert.WantsDown ? "wants down" : alert.IsOverruled ? "overruled" : alert.IsHeld ? $"held for {alert.HeldFor}" : alert.IsOpen ? "fires" : alert.Accepted ? "ended accepted" : "ended")}",
        IReadOnlyList<string> list => string.Join(" and ", list),
        _ => value.ToString()!,
    };
}
