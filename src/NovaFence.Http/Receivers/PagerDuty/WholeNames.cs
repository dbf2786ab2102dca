using System.Globalization;
using System.Text;

namespace NovaFence.Http.Receivers.PagerDuty;

/// <summary>
/// Finds where a name in a text begins and ends. Letters, digits, marks and <c>_</c> of any script belong to a name, and so do invisible characters. A dot or
/// a dash of any form belongs to it only where one of these follows: <c>compute4-ilo</c> is another name than <c>compute4</c>, and <c>compute4.</c> is <c>compute4</c>.
/// </summary>
internal static class WholeNames
{
    private const int FullwidthDot = 0xff0e;
    private const int Minus = 0x2212;
    private const int SoftHyphen = 0x00ad;

    /// <summary>The whole name that this part of the text stands in.</summary>
    internal static Range Around(string text, int start, int end)
    {
        while (end > start && IsJoint(RuneBefore(text, end)))
            end -= RuneBefore(text, end).Utf16SequenceLength;
        while (start > 0 && RuneBefore(text, start) is var before && (IsOfAName(before) || IsJoint(before)))
            start -= before.Utf16SequenceLength;
        for (var at = end; at < text.Length;)
        {
            var rune = RuneAt(text, at);
            at += rune.Utf16SequenceLength;
            if (IsOfAName(rune))
                end = at;
            else if (!IsJoint(rune))
                break;
        }

        return start..end;
    }

    private static bool IsJoint(Rune rune) =>
        rune.Value is '.' or FullwidthDot or Minus or SoftHyphen || Rune.GetUnicodeCategory(rune) == UnicodeCategory.DashPunctuation;

    private static bool IsOfAName(Rune rune) => !IsJoint(rune) && Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
        or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber
        or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
        or UnicodeCategory.ConnectorPunctuation or UnicodeCategory.Format;

    private static Rune RuneAt(string text, int index) => Rune.TryGetRuneAt(text, index, out var rune) ? rune : Rune.ReplacementChar;

    private static Rune RuneBefore(string text, int index) =>
        index > 1 && char.IsSurrogatePair(text[index - 2], text[index - 1]) ? RuneAt(text, index - 2) : RuneAt(text, index - 1);
}
