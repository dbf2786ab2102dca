using Microsoft.Data.Sqlite;
using NovaFence.Core.Decisions;
using NovaFence.Core.Ledger;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>A ledger that is taken away while a server runs, and made anew by somebody else: everything is paused in the one, and nothing in the other.</summary>
public sealed class LostLedgerTests : Scenario
{
    /// <summary>Of what the ledger says then.</summary>
    private const string Another = "is another ledger than the one";

    [Fact]
    public async Task What_is_paused_stays_so_until_the_server_is_restarted()
    {
        await PauseAsync();
        var (away, made) = await LoseAsync();
        File.Exists(Path.Combine(made, "ledger.db")).Should().BeTrue();

        (await FireAsync("compute1", "f1")).Verdict.Should().Match<Verdict>(verdict => verdict.Kind == VerdictKind.Failed && verdict.Facts.Contains(Another));
        (await Given.Auditor.RunAsync(Stop)).Failure.Should().NotBeNull();
        (await FireAsync("compute1", "f1")).Verdict.Kind.Should().Be(VerdictKind.Failed);
        (await Given.Probe.WriteAsync(Stop)).Should().Contain(Another, "it is not ready");
        Cloud.Has("compute1").Should().BeFalse();

        await using var restarted = Given.Another();
        (await restarted.Opening.OpenAsync(Stop)).Should().BeNull();
        (await restarted.DeliverAsync(restarted.Alert("compute1", "f1"), Stop)).Verdict.Kind.Should().Be(VerdictKind.ForceDown);
        Directory.Delete(away, recursive: true);
    }

    [Fact]
    public async Task It_stays_so_too_where_somebody_has_the_new_one_audited()
    {
        await PauseAsync();
        var (away, _) = await LoseAsync();
        await using (var command = Given.Another())
        {
            (await command.Opening.OpenAsync(Stop)).Should().BeNull();
            (await command.Auditor.RunAsync(Stop)).Failure.Should().BeNull();
        }

        (await Given.Auditor.RunAsync(Stop)).Failure.Should().Contain(Another, "whoever audits has to know what to do");
        (await FireAsync("compute1", "f1")).Verdict.Should().Match<Verdict>(verdict => verdict.Kind == VerdictKind.Failed && verdict.Facts.Contains(Another));
        Cloud.Has("compute1").Should().BeFalse();
        Directory.Delete(away, recursive: true);
    }

    [Fact]
    public async Task It_goes_on_with_the_old_one_where_that_is_put_back()
    {
        await PauseAsync();
        var (away, made) = await LoseAsync();
        (await FireAsync("compute1", "f1")).Verdict.Kind.Should().Be(VerdictKind.Failed);

        foreach (var file in Directory.GetFiles(made, "ledger.db*"))
            File.Delete(file);
        Move(away, made);

        (await FireAsync("compute1", "f1")).Verdict.Should().Match<Verdict>(verdict => verdict.Kind == VerdictKind.Held && verdict.Reason == Reason.Paused);
        Cloud.Has("compute1").Should().BeFalse();
        Directory.Delete(away);
    }

    [Fact]
    public async Task It_stays_so_too_where_another_server_works_with_the_new_one()
    {
        await PauseAsync();
        var (away, _) = await LoseAsync();
        await using var other = Given.Another();
        (await other.Opening.OpenAsync(Stop)).Should().BeNull();
        (await other.Auditor.RunAsync(Stop)).Failure.Should().BeNull();
        (await other.DeliverAsync(other.Alert("compute3", "f3"), Stop)).Verdict.Kind.Should().Be(VerdictKind.ForceDown);

        (await FireAsync("compute1", "f1")).Verdict.Should().Match<Verdict>(verdict => verdict.Kind == VerdictKind.Failed && verdict.Facts.Contains(Another));
        (await Given.Auditor.RunAsync(Stop)).Failure.Should().Contain(Another);
        (await Given.Probe.WriteAsync(Stop)).Should().Contain(Another, "it is not ready");
        Cloud.Puts.Should().Equal(("compute3", true));
        Directory.Delete(away, recursive: true);
    }

    [Fact]
    public async Task It_stays_so_too_where_somebody_empties_it()
    {
        await PauseAsync();
        using (var file = new SqliteConnection($"Data Source={Path.Combine(Given.Folder, "ledger.db")};Pooling=False"))
        {
            file.Open();
            using var empty = file.CreateCommand();
            empty.CommandText = "DELETE FROM rows";
            empty.ExecuteNonQuery().Should().BePositive();
        }

        (await FireAsync("compute1", "f1")).Verdict.Should().Match<Verdict>(verdict => verdict.Kind == VerdictKind.Failed && verdict.Facts.Contains(LedgerCache.Lost));
        (await Given.Probe.WriteAsync(Stop)).Should().Be(LedgerCache.Lost, "it is not ready");
        Cloud.Has("compute1").Should().BeFalse();
    }

    private async Task PauseAsync()
    {
        await Given.Pauses.PauseAsync(null, null, "work on the racks", "test", Stop);
        (await Given.Auditor.RunAsync(Stop)).Failure.Should().BeNull();
        (await FireAsync("compute2", "f0")).Verdict.Reason.Should().Be(Reason.Paused);
    }

    /// <summary>Takes the file away, and has a command make another one.</summary>
    private async Task<(string Away, string Made)> LoseAsync()
    {
        var away = Directory.CreateTempSubdirectory("novafence-away-").FullName;
        Move(Given.Folder, away);
        await using var command = Given.WithoutRoutes();
        (await command.Ledger.InitializeAsync(Stop)).Should().BeOfType<LedgerResult<bool>.Ok>();
        return (away, Given.Folder);
    }

    private static void Move(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "ledger.db*"))
            File.Move(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
