using System.Runtime.InteropServices;

namespace NovaFence.Ledger.Sqlite;

/// <summary>
/// Which file stands at a path: its device and its number there. A file that took the place of another one has its own; nobody who has the other one open sees that
/// otherwise. <c>statx(2)</c>, because its answer is laid out the same on every processor; where it is not had, one file is as good as any.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FileIdentity(ulong Device, ulong Number)
{
    private const string Open = "/proc/self/fd";
    private const int CurrentFolder = -100;
    private const uint Wanted = 0x100 | 0x200;
    private const int AnswerLength = 256;
    private const int NumberAt = 32;
    private const int LengthAt = 40;
    private const int DeviceAt = 136;

    private static bool _isMissing = !OperatingSystem.IsLinux();

    /// <summary>Of the file at a path; null where there is none; the same for all where it cannot be told.</summary>
    public static FileIdentity? Of(string path) => Of(path, out _);

    /// <summary>The same of a file that this process has open, wherever it stands, if it has; its length in bytes, too.</summary>
    public static long? LengthOfOpen(FileIdentity file)
    {
        if (!Directory.Exists(Open))
            return null;
        foreach (var descriptor in Directory.EnumerateFileSystemEntries(Open))
        {
            if (Of(descriptor, out var length) == file)
                return length;
        }

        return null;
    }

    /// <summary>Whether this process has a file open; true also where that cannot be told.</summary>
    public static bool MayBeOpen(FileIdentity file) => _isMissing || !Directory.Exists(Open) || LengthOfOpen(file) is not null;

    private static FileIdentity? Of(string path, out long? length)
    {
        length = null;
        if (!_isMissing)
        {
            try
            {
                var answer = new byte[AnswerLength];
                if (StatX(CurrentFolder, path, 0, Wanted, answer) != 0)
                    return Untold(path);
                length = BitConverter.ToInt64(answer, LengthAt);
                return new FileIdentity(BitConverter.ToUInt64(answer, DeviceAt), BitConverter.ToUInt64(answer, NumberAt));
            }
            catch (EntryPointNotFoundException)
            {
                _isMissing = true;
            }
        }

        return Untold(path);
    }

    private static FileIdentity? Untold(string path) => File.Exists(path) ? new FileIdentity() : null;

    [DllImport("libc", EntryPoint = "statx", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatX(int folder, string path, int flags, uint wanted, byte[] answer);
}
