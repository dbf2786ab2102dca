using System.Globalization;
using System.Text.Json;
using NovaFence.Core.Audit;
using NovaFence.Http.Answers;

namespace NovaFence.Server.Printing;

/// <summary>Audits, as they are printed.</summary>
internal static class AuditsPrinted
{
    private static readonly Table Shape = new(["HOST", "FINDING", "STATE", "SINCE"], ["DID", "TO DO"]);

    internal static void Print(AuditAnswer answer, bool isHistory)
    {
        if (!isHistory)
        {
            Print(answer);
            return;
        }

        foreach (var one in (IEnumerable<AuditAnswer>)[answer, .. answer.Earlier ?? []])
        {
            Screen.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{one.At.UtcDateTime:u}"));
            if (one.Failure is { } failure)
                Screen.WriteWrapped($"could not be carried out: {failure}", Screen.Hang, inRed: true);
            else
                Print(one);
            Console.WriteLine();
        }
    }

    private static void Print(AuditAnswer answer)
    {
        if (answer.Failure is { } failure)
        {
            Screen.WriteWrapped($"novafence: the audit could not be carried out: {failure}", Screen.Hang, toError: true);
            return;
        }

        if (answer.Findings.Count > 0)
            Shape.Print([.. answer.Findings.Select(Row)]);
        var findings = answer.Findings.Count + answer.LeftOut;
        Screen.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{answer.Services} compute services, {findings} findings, {answer.ElapsedMs} ms"));
    }

    private static TableRow Row(Finding finding) => new(
        [
            finding.Host,
            JsonSerializer.Serialize(finding.Kind, PrintJson.Default.FindingKind).Trim('"'),
            JsonSerializer.Serialize(finding.State, PrintJson.Default.HostState).Trim('"'),
            finding.Since.UtcDateTime.ToString("u", CultureInfo.InvariantCulture),
        ],
        [new Paragraph(finding.Did), new Paragraph(finding.ToDo)],
        finding.NeedsAPerson);
}
