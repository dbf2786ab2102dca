using System.Runtime.InteropServices;

namespace NovaFence.Server.Printing;

/// <summary>Standard output and standard error: what may be written there, how wide the terminal is, and whether it takes colours.</summary>
internal static class Screen
{
    private const string Red = "\e[31m";
    private const string Default = "\e[39m";

    private static PlainWriter? _output;

    /// <summary>The width where nobody sits before it: whole lines, for whatever reads them.</summary>
    internal const int Endless = int.MaxValue;

    /// <summary>
    /// Puts both streams behind <see cref="PlainWriter"/>. The framework's own are not used on Linux: on a terminal they would begin with a control sequence
    /// of their own.
    /// </summary>
    internal static void Open()
    {
        _output = new PlainWriter(OperatingSystem.IsLinux() ? new DescriptorStream(1) : Console.OpenStandardOutput());
        Console.SetOut(_output);
        Console.SetError(new PlainWriter(OperatingSystem.IsLinux() ? new DescriptorStream(2) : Console.OpenStandardError()));
    }

    /// <summary>How many columns a line of standard output has; <see cref="Endless"/> where that is no terminal.</summary>
    internal static int Width { get; } = Console.IsOutputRedirected ? Endless : TerminalWidth();

    /// <summary>Whether standard output takes colours: a terminal, and nobody said <c>NO_COLOR</c> (https://no-color.org).</summary>
    internal static bool HasColours { get; } =
        !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>Writes a line, in red where a person is needed.</summary>
    internal static void WriteLine(string text, bool inRed = false)
    {
        if (inRed && HasColours && _output is { } output)
            output.Pass($"{Red}{PlainText.Line(text)}{Default}{output.NewLine}");
        else
            Console.WriteLine(PlainText.Line(text));
    }

    /// <summary>Writes a line, wrapped between words where it is longer than the terminal is wide.</summary>
    /// <param name="text">The line.</param>
    /// <param name="hang">By how much what does not fit on the first line is indented.</param>
    /// <param name="inRed">Whether it is written in red.</param>
    internal static void WriteWrapped(string text, int hang, bool inRed = false)
    {
        var line = PlainText.Line(text);
        if (TextWidth.Of(line) <= Width)
        {
            WriteLine(line, inRed);
            return;
        }

        // What stands before the words stays as it is: a first column, or blanks.
        var head = line[..Math.Min(hang, line.Length)];
        foreach (var part in TextWidth.Wrap(line[head.Length..], Math.Max(Width - hang, 1)))
        {
            WriteLine(head + part, inRed);
            head = new string(' ', hang);
        }
    }

    /// <summary>Writes a value as it is printed with <c>--json</c>.</summary>
    internal static void WriteJson(string json) => Console.WriteLine(PlainText.Json(json));

    private static int TerminalWidth()
    {
        const int usual = 80;
        // ioctl is asked directly where that is certain to work: the framework's property starts its own terminal handling, which writes to the terminal.
        if (OperatingSystem.IsLinux() && Native.ioctl(1, Native.GetWindowSize, out var size) == 0)
            return size.Columns > 0 ? size.Columns : usual;
        try
        {
            return Console.WindowWidth is > 0 and var width ? width : usual;
        }
        catch (Exception unknown) when (unknown is IOException or PlatformNotSupportedException)
        {
            return usual;
        }
    }

    private static class Native
    {
        // TIOCGWINSZ of ioctl_tty(2).
        internal const nuint GetWindowSize = 0x5413;

        [DllImport("libc", ExactSpelling = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int ioctl(int descriptor, nuint request, out WindowSize size);

        [StructLayout(LayoutKind.Sequential)]
        internal readonly struct WindowSize
        {
            internal readonly ushort Rows;
            internal readonly ushort Columns;
            internal readonly ushort PixelsAcross;
            internal readonly ushort PixelsDown;
        }
    }
}
