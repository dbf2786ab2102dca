using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Crashes;

/// <summary>All scenes, each with a cloud and a ledger of its own, played once, when the first test asks for it; every test looks at what was seen.</summary>
public abstract class Play
{
    // Processes that start at once: more only get into each other's way.
    private const int AtOnce = 2;

    // The shortest that there is.
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    private readonly Lazy<Task<IReadOnlyDictionary<Scene, Seen>>> _seen;

    private protected Play(Func<Surroundings, (string Name, string Value)> ledger) => _seen = new(() => RunAsync(ledger));

    internal async Task<Seen> SeenAsync(Scene scene) => (await _seen.Value)[scene];

    private static async Task<IReadOnlyDictionary<Scene, Seen>> RunAsync(Func<Surroundings, (string Name, string Value)> ledger)
    {
        using var turns = new SemaphoreSlim(AtOnce);
        // First those whose leases are waited for.
        var seen = await Task.WhenAll(Scene.All.OrderByDescending(scene => scene.IsLeftLeased).Select(async scene => (scene, Seen: await RunAsync(scene, ledger, turns))));
        return seen.ToDictionary(one => one.scene, one => one.Seen);
    }

    private static async Task<Seen> RunAsync(Scene scene, Func<Surroundings, (string Name, string Value)> ledger, SemaphoreSlim turns)
    {
        await using var stage = await Stage.StartAsync(ledger, Lease, scene);
        var (exitCode, answer, atDeath) = await InTurnAsync(turns, () => stage.KillAsync(scene));
        await WhenLeaseIsOverAsync(atDeath);
        var (audit, audited) = await InTurnAsync(turns, async () => (await stage.AuditAsync(), await stage.LookAsync(scene)));
        return await InTurnAsync(turns, async () =>
        {
            await using var server = await stage.LiveAsync();
            var repeated = await Stage.DeliverAsync(server.Client, scene, firing: scene.Down);
            var afterTheRepeat = await stage.LookAsync(scene);
            var second = await Stage.AuditAsync(server.Client);
            return new Seen
            {
                ExitCode = exitCode,
                Answer = answer,
                AtDeath = atDeath,
                FirstAudit = audit,
                AfterTheAudit = audited,
                RepeatAnswer = repeated,
                AfterTheRepeat = afterTheRepeat,
                SecondAudit = second,
                AfterTheSecondAudit = await stage.LookAsync(scene),
                Places = await stage.PlacesAsync(),
                IsForeignUntouched = await stage.IsForeignUntouchedAsync(),
            };
        });
    }

    private static async Task<T> InTurnAsync<T>(SemaphoreSlim turns, Func<Task<T>> run)
    {
        await turns.WaitAsync();
        try
        {
            return await run();
        }
        finally
        {
            turns.Release();
        }
    }

    /// <summary>The dead cannot give a lease back: it ends when it says so, and until then nobody may touch the host.</summary>
    private static async Task WhenLeaseIsOverAsync(Snapshot host)
    {
        while (host.LeasedUntil - DateTimeOffset.UtcNow is { } left && left > TimeSpan.Zero)
            await Task.Delay(left);
    }
}
