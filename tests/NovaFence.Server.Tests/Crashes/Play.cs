using System.Collections.Concurrent;
using System.Net;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Crashes;

/// <summary>All scenes on one ledger, played once, when the first test asks for it; every test looks at what was seen.</summary>
public abstract class Play
{
    // Processes that start at once: more only get into each other's way.
    private const int AtOnce = 2;

    private readonly Lazy<Task<Report>> _report;

    private protected Play(Func<Surroundings, (string Name, string Value)> ledger) => _report = new Lazy<Task<Report>>(() => RunAsync(ledger));

    internal Task<Report> ReportAsync() => _report.Value;

    internal async Task<Seen> SeenAsync(Scene scene) => (await ReportAsync()).Scenes[scene];

    private static async Task<Report> RunAsync(Func<Surroundings, (string Name, string Value)> ledger)
    {
        await using var stage = await Stage.StartAsync(ledger);
        var deaths = new ConcurrentDictionary<Scene, (int ExitCode, HttpStatusCode? Answer)>();
        await Parallel.ForEachAsync(
            // First those whose leases are waited for.
            Scene.All.OrderByDescending(scene => scene.IsLeftLeased),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (scene, _) => deaths[scene] = await stage.KillAsync(scene));
        var dead = await stage.LookAsync();

        await WhenLeasesAreOverAsync(dead.Values);
        var firstAudit = await stage.AuditAsync();
        var audited = await stage.LookAsync();

        var answers = await stage.RepeatAsync();
        var repeated = await stage.LookAsync();

        var puts = stage.Puts;
        var secondAudit = await stage.AuditAsync();
        var scenes = Scene.All.ToDictionary(scene => scene, scene => new Seen
        {
            ExitCode = deaths[scene].ExitCode,
            Answer = deaths[scene].Answer,
            AtDeath = dead[scene],
            AfterTheAudit = audited[scene],
            AuditDid = firstAudit.Did(scene.Host),
            RepeatAnswer = answers[scene],
            AfterTheRepeat = repeated[scene],
        });
        return new Report(scenes, firstAudit, secondAudit, puts, stage.Puts, await stage.PlacesAsync());
    }

    /// <summary>The dead cannot give a lease back: it ends when it says so, and until then nobody may touch the host.</summary>
    private static async Task WhenLeasesAreOverAsync(IEnumerable<Snapshot> hosts)
    {
        while (hosts.Max(host => host.LeasedUntil) - DateTimeOffset.UtcNow is { } left && left > TimeSpan.Zero)
            await Task.Delay(left);
    }
}
