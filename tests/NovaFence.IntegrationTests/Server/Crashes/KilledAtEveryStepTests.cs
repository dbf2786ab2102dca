using System.Net;
using NovaFence.TestPrograms.Crashing;

namespace NovaFence.Server.Tests.Crashes;

/// <summary>
/// A process is killed at every step from an alert to Nova and back, and nobody learns of it but through the ledger. One audit later the host is where the
/// newest accepted alert wants it.
/// </summary>
public abstract class KilledAtEveryStepTests
{
    // 128 and SIGKILL: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_08_02
    private const int Killed = 137;

    private readonly Play _play;

    private protected KilledAtEveryStepTests(Play play)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no SIGKILL on Windows");
        _play = play;
    }

    public static TheoryData<KillStep, bool> Scenes => new(Scene.All.Select(scene => (scene.Step, scene.Down)));

    [Theory]
    [MemberData(nameof(Scenes))]
    public async Task It_dies_at_its_step_and_the_sender_has_no_answer(KillStep step, bool down)
    {
        var scene = new Scene(step, down);
        var seen = await _play.SeenAsync(scene);

        seen.ExitCode.Should().Be(Killed);
        seen.Answer.Should().BeNull();
        seen.AtDeath.Puts(down).Should().Be(scene.IsDone ? 1 : 0);
        seen.AtDeath.ForcedDown.Should().Be(down == scene.IsDone);
        (seen.AtDeath.LeasedUntil is not null).Should().Be(scene.IsLeftLeased);
    }

    [Theory]
    [MemberData(nameof(Scenes))]
    public async Task One_audit_later_it_is_where_its_newest_accepted_alert_wants_it(KillStep step, bool down)
    {
        var scene = new Scene(step, down);
        var seen = await _play.SeenAsync(scene);

        // What was never stored was never accepted: the host is left as it was.
        var wantedDown = scene.IsStored ? down : !down;
        seen.AfterTheAudit.ForcedDown.Should().Be(wantedDown);
        seen.AfterTheAudit.State.Should().Be(wantedDown ? "down" : "clear");
        seen.AfterTheAudit.LeasedUntil.Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Scenes))]
    public async Task The_audit_sends_a_PUT_only_where_the_outcome_is_unknown(KillStep step, bool down)
    {
        var scene = new Scene(step, down);
        var seen = await _play.SeenAsync(scene);

        (seen.AfterTheAudit.Puts(down) - seen.AtDeath.Puts(down)).Should().Be(scene.PutsOfTheAudit);
        seen.AfterTheAudit.Puts(!down).Should().Be(down ? 0 : 1, "that is how it came to be where it was");
        seen.FirstAudit.Did(scene.Host).Should().Be(!scene.IsLeft ? "" : down ? "forced it down, or found it so" : "unset it, or found it so");
    }

    [Theory]
    [MemberData(nameof(Scenes))]
    public async Task The_senders_repeat_does_what_was_never_stored_and_nothing_else(KillStep step, bool down)
    {
        var scene = new Scene(step, down);
        var seen = await _play.SeenAsync(scene);

        seen.RepeatAnswer.Should().Be(HttpStatusCode.OK);
        (seen.AfterTheRepeat.Puts(down) - seen.AfterTheAudit.Puts(down)).Should().Be(scene.IsStored ? 0 : 1);
        seen.AfterTheRepeat.Puts(!down).Should().Be(seen.AfterTheAudit.Puts(!down));
        seen.AfterTheRepeat.ForcedDown.Should().Be(down);
        seen.AfterTheRepeat.State.Should().Be(down ? "down" : "clear");
        seen.AfterTheRepeat.LeasedUntil.Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Scenes))]
    public async Task A_second_audit_does_nothing(KillStep step, bool down)
    {
        var seen = await _play.SeenAsync(new Scene(step, down));

        seen.AfterTheSecondAudit.Should().Be(seen.AfterTheRepeat);
        seen.SecondAudit.Deeds.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Scenes))]
    public async Task A_person_is_needed_only_where_another_hand_may_have_been_first(KillStep step, bool down)
    {
        var scene = new Scene(step, down);
        var seen = await _play.SeenAsync(scene);

        foreach (var audit in new[] { seen.FirstAudit, seen.SecondAudit })
            (audit.Kind(scene.Host) is "" or "in sync").Should().Be(!scene.IsUnsure, "it is {0}", audit.Kind(scene.Host));
    }

    [Theory]
    [MemberData(nameof(Scenes))]
    public async Task The_budget_counts_what_is_down_and_what_another_hand_forced_down_is_left_alone(KillStep step, bool down)
    {
        var seen = await _play.SeenAsync(new Scene(step, down));

        seen.Places.Should().Be(down ? 1 : 0);
        seen.IsForeignUntouched.Should().BeTrue();
        seen.FirstAudit.Kind(Stage.Foreign).Should().Be("foreign");
    }

    public sealed class OnSqlite(SqlitePlay play) : KilledAtEveryStepTests(play), IClassFixture<SqlitePlay>;

    [NeedsTime("the same on SQLite is run always")]
    public sealed class OnTables(TablesPlay play) : KilledAtEveryStepTests(play), IClassFixture<TablesPlay>;
}
