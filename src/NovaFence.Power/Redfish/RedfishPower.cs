using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using NovaFence.Core.Power;
using NovaFence.Power.Options;

namespace NovaFence.Power.Redfish;

/// <summary>Reads BMCs over Redfish. One question to a BMC at a time: they are slow, and some lock an account for less.</summary>
internal sealed partial class RedfishPower(
    BmcOptions options, BmcMap map, IBmcNames names, Refusals refusals, PowerMetrics metrics, TimeProvider clock, ILogger<RedfishPower> logger) : IPower, IBmcs, IDisposable
{
    /// <summary>Of the time for one read, what the end of a session may take.</summary>
    private const int PartsForTheEnd = 5;

    private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PowerReading> _told = new(StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc />
    public IReadOnlyList<string> Hosts => map.Hosts;

    /// <inheritdoc />
    public bool HasAddress(string host) => map.Addressed(host) is not null;

    /// <inheritdoc />
    public bool IsExpected(string host) => map.Configured(host) is { Expected.IsNobody: false };

    /// <inheritdoc />
    public async Task<PowerRead> ReadAsync(string host, CancellationToken cancellationToken) =>
        map.Configured(host) is { } bmc ? (await AskAsync(bmc, cancellationToken)).Read : NotConfigured(host).Read;

    /// <inheritdoc />
    public async Task<BmcLook> LookAsync(string host, CancellationToken cancellationToken) =>
        map.Addressed(host) is { } bmc ? await AskAsync(bmc, cancellationToken) : NotConfigured(host);

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var gate in _gates.Values)
            gate.Dispose();
    }

    private BmcLook NotConfigured(string host)
    {
        var now = clock.GetUtcNow();
        return new BmcLook(new PowerRead(PowerReading.NotConfigured, now, now, $"{BmcOptions.Section}:{nameof(BmcOptions.Hosts)} has no {RedfishJson.Shown(host)}"), [], null);
    }

    private async Task<BmcLook> AskAsync(Bmc bmc, CancellationToken cancellationToken)
    {
        var asked = clock.GetTimestamp();
        using var limit = new CancellationTokenSource(options.ReadWithin, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var gate = _gates.GetOrAdd(bmc.Origin.Authority, static _ => new SemaphoreSlim(1, 1));
        BmcLook look;
        try
        {
            await gate.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var now = clock.GetUtcNow();
            return Measured(asked, new BmcLook(new PowerRead(PowerReading.Unreachable, now, now, "it had not answered another question yet, and was not asked"), [], null));
        }

        try
        {
            look = await AskAloneAsync(bmc, asked, limit, either.Token, cancellationToken);
        }
        finally
        {
            gate.Release();
        }

        return Measured(asked, look);
    }

    private BmcLook Measured(long asked, BmcLook look)
    {
        metrics.Read(look.Read, clock.GetElapsedTime(asked));
        return look;
    }

    /// <param name="bmc">Whom.</param>
    /// <param name="asked">Since when the time counts.</param>
    /// <param name="limit">The end of that time, which an open session brings nearer.</param>
    /// <param name="within">It, or the caller's.</param>
    /// <param name="cancellationToken">The caller's.</param>
    private async Task<BmcLook> AskAloneAsync(Bmc bmc, long asked, CancellationTokenSource limit, CancellationToken within, CancellationToken cancellationToken)
    {
        var began = clock.GetUtcNow();
        var forTheEnd = options.ReadWithin / PartsForTheEnd;
        if (Open(bmc, () => limit.CancelAfter(Longest(options.ReadWithin - forTheEnd - clock.GetElapsedTime(asked), TimeSpan.Zero)), out var notAsked) is not { } conversation)
            return notAsked!;
        var reading = new SystemsReading(conversation, bmc, map, options.Chassis);
        PowerReading found;
        string facts;
        DateTimeOffset ended;
        try
        {
            (found, facts) = await reading.ReadAsync(within);
            ended = clock.GetUtcNow();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            (found, facts, ended) = (PowerReading.Unreachable, string.Create(CultureInfo.InvariantCulture, $"no whole answer within {options.ReadWithin.TotalSeconds:0.#} s"), clock.GetUtcNow());
        }
        finally
        {
            await conversation.DisposeAsync();
        }

        if (conversation.IsSessionLeft)
            Log.SessionLeft(logger, bmc.Host);
        Tell(bmc, found, facts);
        return new BmcLook(new PowerRead(found, began, ended, facts), reading.Machines, reading.Machine);
    }

    /// <summary>A conversation with the BMC, in which nothing was said yet; null where it is not asked.</summary>
    private RedfishConversation? Open(Bmc bmc, Action? sessionOpened, out BmcLook? notAsked)
    {
        var began = clock.GetUtcNow();
        notAsked = null;
        if (Password(bmc.Group, out var problem) is not { } password)
            notAsked = NotAsked(began, PowerReading.Refused, problem!);
        else if (refusals.Until(refusals.Of(bmc.Origin, bmc.Group.User!, password)) is { } until)
            notAsked = NotAsked(began, PowerReading.Refused, string.Create(CultureInfo.InvariantCulture, $"it refused these credentials, and is not shown them again before {until:HH:mm:ss} UTC"));
        else if (RedfishTrust.For(bmc.Group, out problem) is not { } trust)
            notAsked = NotAsked(began, PowerReading.NotTrusted, $"CaFile of group {bmc.Group.Name} {problem}");
        else
            return new RedfishConversation(bmc, new BmcConnection(names, map.Networks), trust, password, refusals, clock, options.ReadWithin / PartsForTheEnd) { SessionOpened = sessionOpened };
        return null;
    }

    /// <summary>Logs what a person has to set right, when it begins: a host that waits is read every few seconds.</summary>
    private void Tell(Bmc bmc, PowerReading found, string facts)
    {
        var isNew = !_told.TryGetValue(bmc.Host, out var before) || before != found;
        _told[bmc.Host] = found;
        if (isNew && found == PowerReading.Refused)
            Log.Refused(logger, bmc.Host, bmc.Group.Name!, facts);
        else if (isNew && found is (PowerReading.NotTrusted or PowerReading.WrongMachine or PowerReading.NotConfigured or PowerReading.Redirected))
            Log.NotBelieved(logger, bmc.Host, facts);
    }

    private static TimeSpan Longest(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static BmcLook NotAsked(DateTimeOffset at, PowerReading reading, string facts) => new(new PowerRead(reading, at, at, facts), [], null);

    private static string? Password(BmcGroupOptions group, out string? problem)
    {
        problem = null;
        if (group.PasswordFile is not { } file)
            return group.Password;
        if (SecretFile.TryRead(file, out var password, out var why))
            return password;
        problem = $"PasswordFile of group {group.Name} {why}";
        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(3000, LogLevel.Warning, "The BMC of {Host} refuses the credentials of NovaFence:Power:Groups {Group}: {Why}. The same are not shown to it again for five minutes.")]
        internal static partial void Refused(ILogger logger, string host, string group, string why);

        [LoggerMessage(3001, LogLevel.Warning, "The BMC of {Host} is not believed: {Why}")]
        internal static partial void NotBelieved(ILogger logger, string host, string why);

        [LoggerMessage(3002, LogLevel.Warning, "A session on the BMC of {Host} could not be ended, and is left to the BMC's own time limit.")]
        internal static partial void SessionLeft(ILogger logger, string host);
    }
}
