using NovaFence.Core.Notify;

namespace NovaFence.Core.Tests.Notify;

/// <summary>Receivers that keep what they are sent, and answer as a test says: at first they take everything.</summary>
internal sealed class ScriptedReceivers : INotificationSender
{
    private readonly List<NotifiedReceiver> _receivers = [];
    private readonly List<(string Receiver, Notification Notification)> _sent = [];
    private readonly List<(string Receiver, Notification Notification)> _taken = [];
    private readonly Lock _gate = new();

    public IReadOnlyList<NotifiedReceiver> Receivers => _receivers;

    /// <summary>What becomes of an attempt.</summary>
    internal Func<string, Notification, Task<SendResult>> Answer { get; set; } = (_, _) => Task.FromResult<SendResult>(new SendResult.Taken());

    /// <summary>Every attempt.</summary>
    internal IReadOnlyList<(string Receiver, Notification Notification)> Sent
    {
        get
        {
            lock (_gate)
                return [.. _sent];
        }
    }

    /// <summary>What was taken, in a few words each: <c>compute1 held (no evidence)</c>.</summary>
    internal IReadOnlyList<string> Told(string receiver = "ops")
    {
        lock (_gate)
            return [.. _taken.Where(one => one.Receiver == receiver).Select(one => Words(one.Notification))];
    }

    /// <summary>The ids of what was taken.</summary>
    internal IReadOnlyList<string> Ids(string receiver = "ops")
    {
        lock (_gate)
            return [.. _taken.Where(one => one.Receiver == receiver).Select(one => one.Notification.Id)];
    }

    internal void Add(params IEnumerable<string> names) => _receivers.AddRange(names.Select(name => new NotifiedReceiver(name, $"CloudEvents to https://{name}.example.org")));

    internal void Remove(params IEnumerable<string> names) => _receivers.RemoveAll(receiver => names.Contains(receiver.Name));

    /// <summary>What becomes of every attempt from now on.</summary>
    internal void Answers(SendResult result) => Answer = (_, _) => Task.FromResult(result);

    public async Task<SendResult> SendAsync(string receiver, Notification notification, CancellationToken cancellationToken)
    {
        lock (_gate)
            _sent.Add((receiver, notification));
        var result = await Answer(receiver, notification);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (result is SendResult.Taken)
                _taken.Add((receiver, notification));
        }

        return result;
    }

    private static string Words(Notification told) => told.Kind switch
    {
        NotificationKind.ForcedDown => $"{told.Host} down",
        NotificationKind.Unset => $"{told.Host} up",
        NotificationKind.Held => $"{told.Host} held ({told.Reason})",
        NotificationKind.FindingOpened => $"{told.Host} opened {told.Finding}",
        _ => $"{told.Host} closed {told.Finding}",
    };
}
