using System.Runtime.InteropServices;

namespace NovaFence.Server.Printing;

/// <summary>Standard output and standard error: what may be written there, how wide the terminal is, and whether it takes colours.</summary>
internal static class Screen
{
    private const string Red = "\e[31m";
    private const string Default = "\e[39m";

    private const int OutputDescriptor = 1;
    private const int ErrorDescriptor = 2;

    private static PlainWriter? _output;
    private static PlainWriter? _error;

    /// <summary>The width where nobody sits before it: whole lines, for whatever reads them.</summary>
    internal const int Endless = int.MaxValue;

    /// <summary>By how much a sentence is indented where it goes on on another line.</summary>
    internal const int Hang = 4;

    /// <summary>
    /// Puts both streams behind <see cref="PlainWriter"/>. The framework's own are not used on Linux: on a terminal they would begin with a control sequence
    /// of their own.
    /// </summary>
    internal static void Open()
    {
        _output = new PlainWriter(OperatingSystem.IsLinux() ? new DescriptorStream(OutputDescriptor) : Console.OpenStandardOutput());
        _error = new PlainWriter(OperatingSystem.IsLinux() ? new DescriptorStream(ErrorDescriptor) : Console.OpenStandardError());
        Console.SetOut(_output);
        Console.SetError(_error);
    }

    /// <summary>From now on what cannot be written is lost: for a server, whose output is its log. Of a command it is an error.</summary>
    internal static void OutliveOutput()
    {
        foreach (var writer in (IEnumerable<PlainWriter?>)[_output, _error])
            writer?.LosesLines = true;
    }

    /// <summary>How many columns a line of standard output has; <see cref="Endless"/> where that is no terminal.</summary>
    internal static int Width { get; } = Console.IsOutputRedirected ? Endless : TerminalWidth(OutputDescriptor);

    /// <summary>How many columns a line of standard error has; <see cref="Endless"/> where that is no terminal.</summary>
    internal static int ErrorWidth { get; } = Console.IsErrorRedirected ? Endless : TerminalWidth(ErrorDescriptor);

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

    /// <summary>Writes a line, wrapped between words where it is longer than the terminal is wide. Its commands are completed and stay whole.</summary>
    /// <param name="text">The line.</param>
    /// <param name="hang">By how much what does not fit on the first line is indented.</param>
    /// <param name="inRed">Whether it is written in red; only on standard output.</param>
    /// <param name="toError">Whether it goes to standard error.</param>
    internal static void WriteWrapped(string text, int hang, bool inRed = false, bool toError = false)
    {
        var width = toError ? ErrorWidth : Width;
        if (PlainText.Line(PrintedCommands.Completed(text)) is var line && TextWidth.Of(line) <= width)
        {
            Write(line);
            return;
        }

        // What stands before the words stays as it is: a first column, or blanks. A word that reaches beyond is none of it.
        var length = Math.Min(hang, text.Length);
        while (length > 0 && text[length - 1] != ' ')
            length--;
        var head = PlainText.Line(text[..length]);
        foreach (var part in TextWidth.Wrap(PrintedCommands.Words(text[length..]).Select(PlainText.Line), Math.Max(width - hang, 1)))
        {
            Write(head + part);
            head = new string(' ', hang);
        }

        void Write(string part)
        {
            if (toError)
                Console.Error.WriteLine(part);
            else
                WriteLine(part, inRed);
        }
    }

    /// <summary>Writes a value as it is printed with <c>--json</c>.</summary>
    internal static void WriteJson(string json) => Console.WriteLine(PlainText.Json(json));

    private static int TerminalWidth(int descriptor)
    {
        const int usual = 80;
        // ioctl is asked directly where that is certain to work: the framework's property starts its own terminal handling, which writes to the terminal.
        if (OperatingSystem.IsLinux() && Native.ioctl(descriptor, Native.GetWindowSize, out var size) == 0)
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
