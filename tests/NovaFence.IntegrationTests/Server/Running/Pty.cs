using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace NovaFence.Server.Tests.Running;

/// <summary>A pseudo-terminal, and a program whose three streams are on it.</summary>
internal static class Pty
{
    /// <summary>Why there is none here; null where there is.</summary>
    public static string? Missing => OperatingSystem.IsLinux() && File.Exists("/dev/ptmx") && File.Exists("/bin/sh") ? null : "there are no pseudo-terminals here (Linux with /dev/ptmx and /bin/sh)";

    /// <summary>Runs novafence to its end on a terminal of so many columns, and gives all that the terminal was sent, with plain line ends.</summary>
    public static async Task<Ended> RunAsync(Surroundings surroundings, int columns, params IEnumerable<string> arguments)
    {
        var master = Native.posix_openpt(Native.ReadWrite | Native.NotControlling);
        if (master < 0 || Native.grantpt(master) != 0 || Native.unlockpt(master) != 0)
            throw new InvalidOperationException($"no pseudo-terminal could be made: error {Marshal.GetLastPInvokeError()}");
        try
        {
            var name = new byte[64];
            if (Native.ptsname_r(master, name, (nuint)name.Length) != 0)
                throw new InvalidOperationException("the pseudo-terminal has no name");
            var slave = Encoding.ASCII.GetString(name, 0, Array.IndexOf(name, (byte)0));
            var size = new Native.WindowSize { Rows = 24, Columns = (ushort)columns };
            if (Native.ioctl(master, Native.SetWindowSize, ref size) != 0)
                throw new InvalidOperationException("the pseudo-terminal takes no size");

            // Kept open here, so that the terminal outlives whoever writes to it.
            await using var held = new FileStream(slave, FileMode.Open, FileAccess.ReadWrite);
            var start = new ProcessStartInfo("/bin/sh", ["-c", $"exec \"$@\" <{slave} >{slave} 2>{slave}", "sh", "dotnet", Path.Combine(AppContext.BaseDirectory, "novafence.dll"), .. arguments])
            {
                UseShellExecute = false,
                WorkingDirectory = surroundings.Folder,
            };
            start.Environment.Clear();
            foreach (var (key, value) in surroundings.All.Prepend(new("TERM", "xterm-256color")))
                start.Environment[key] = value;
            using var process = Process.Start(start)!;
            using var bound = new CancellationTokenSource(Patience.Bound);
            var sent = await Task.Run(() => ReadAll(master, process, bound.Token), bound.Token);
            return new Ended(process.ExitCode, sent.Replace("\r\n", "\n", StringComparison.Ordinal), "");
        }
        finally
        {
            _ = Native.close(master);
        }
    }

    private static string ReadAll(int master, Process process, CancellationToken cancellationToken)
    {
        using var all = new MemoryStream();
        var part = new byte[4096];
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var hasExited = process.HasExited;
            var poll = new Native.Poll { Descriptor = master, Events = 1 };
            if (Native.poll(ref poll, 1, 50) > 0 && Native.read(master, part, part.Length) is > 0 and var count)
                all.Write(part, 0, (int)count);
            else if (hasExited)
                return Encoding.UTF8.GetString(all.ToArray());
        }
    }

    private static class Native
    {
        internal const int ReadWrite = 2;
        internal const int NotControlling = 0x100;
        internal const nuint SetWindowSize = 0x5414;

        [DllImport("libc", SetLastError = true)]
        internal static extern int posix_openpt(int flags);

        [DllImport("libc")]
        internal static extern int grantpt(int descriptor);

        [DllImport("libc")]
        internal static extern int unlockpt(int descriptor);

        [DllImport("libc")]
        internal static extern int ptsname_r(int descriptor, byte[] name, nuint length);

        [DllImport("libc")]
        internal static extern int ioctl(int descriptor, nuint request, ref WindowSize size);

        [DllImport("libc")]
        internal static extern int poll(ref Poll polled, nuint count, int milliseconds);

        [DllImport("libc")]
        internal static extern nint read(int descriptor, byte[] buffer, nint count);

        [DllImport("libc")]
        internal static extern int close(int descriptor);

        [StructLayout(LayoutKind.Sequential)]
        internal struct WindowSize
        {
            internal ushort Rows;
            internal ushort Columns;
            internal ushort PixelsAcross;
            internal ushort PixelsDown;
        }

        [StructLayout(LayoutKind.Sequential)]
        internal struct Poll
        {
            internal int Descriptor;
            internal short Events;
            internal short Happened;
        }
    }
}
