using NovaFence.Http.Recording;

namespace NovaFence.Server.Replaying;

/// <summary>One file of a folder of recorded deliveries, or why it cannot be replayed.</summary>
/// <param name="File">Its name.</param>
/// <param name="ReceivedAt">When it was received, by its name.</param>
/// <param name="Receiver">By which receiver, by its name; null: recognised from the body.</param>
/// <param name="Body">The body.</param>
/// <param name="Problem">Why it cannot be read; null when it can.</param>
internal sealed record RecordedDelivery(string File, DateTimeOffset ReceivedAt, string? Receiver, byte[] Body, string? Problem)
{
    /// <summary>Every recording of the folder in the order of the names, which is that of time.</summary>
    internal static async Task<IReadOnlyList<RecordedDelivery>> ReadAllAsync(DirectoryInfo folder, CancellationToken cancellationToken)
    {
        var read = new List<RecordedDelivery>();
        foreach (var file in folder.EnumerateFiles($"*{RecordedName.Extension}").OrderBy(file => file.Name, StringComparer.Ordinal))
            read.Add(await ReadAsync(file, cancellationToken));
        return read;
    }

    private static async Task<RecordedDelivery> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        if (!RecordedName.TryRead(file.Name, out var at, out var receiver))
            return new RecordedDelivery(file.Name, default, null, [], $"its name does not begin with when it was received, as in {RecordedName.Of(DateTimeOffset.UnixEpoch, "alertmanager")}");
        try
        {
            return new RecordedDelivery(file.Name, at, receiver, await System.IO.File.ReadAllBytesAsync(file.FullName, cancellationToken), null);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new RecordedDelivery(file.Name, at, receiver, [], failure.Message);
        }
    }
}
