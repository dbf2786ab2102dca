using System.Runtime.InteropServices;

namespace NovaFence.Ledger.Sqlite;

/// <summary>
/// Which file stands at a path: its device and its number there. A file that took the place of another one has its own; nobody who has the other one open sees that
/// otherwise. <c>statx(2)</c>, because its answer is laid out the same on every processor; where it is not had, one file is as good as any.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FileIdentity(ulong Device, ulong Number)
{
    private const int CurrentFolder = -100;
    private const uint NumberWanted = 0x100;
    private const int AnswerLength = 256;
    private const int NumberAt = 32;
    private const int DeviceAt = 136;

    private static bool _isMissing = !OperatingSystem.IsLinux();

    /// <summary>Of the file at a path; null where there is none; the same for all where it cannot be told.</summary>
    public static FileIdentity? Of(string path)
    {
        if (!_isMissing)
        {
            try
            {
                var answer = new byte[AnswerLength];
                return StatX(CurrentFolder, path, 0, NumberWanted, answer) == 0
                    ? new FileIdentity(BitConverter.ToUInt64(answer, DeviceAt), BitConverter.ToUInt64(answer, NumberAt))
                    : Untold(path);
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
