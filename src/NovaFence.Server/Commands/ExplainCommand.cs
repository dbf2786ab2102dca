using System.CommandLine;
using System.Text.Json;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Http.Answers;
using NovaFence.Http.Receivers;
using NovaFence.Server.Hosting;
using NovaFence.Server.Printing;

namespace NovaFence.Server.Commands;

/// <summary><c>novafence explain FILE</c>: what would become of a delivery if it came now. Changes nothing.</summary>
internal static class ExplainCommand
{
    private const string StandardInput = "-";

    internal static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A delivery as it was sent, such as one that NovaFence:Record kept; - reads it from standard input." };
        var receiver = CommonOptions.Receiver();
        var json = CommonOptions.Json();
        var config = CommonOptions.Config();
        var command = new Command("explain", "Say what would become of a delivery if it came now: for each alert the verdict, the rule that decided, and the values it looked at. Changes nothing.")
        {
            file, receiver, json, config,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var body = await ReadAsync(parsed.GetValue(file)!, cancellationToken);
            return await DirectCommand.RunAsync(
                parsed.GetValue(config),
                async (services, stop) =>
                {
                    var reading = services.GetRequiredService<IDeliveryReader>().Read(parsed.GetValue(receiver), body, services.GetRequiredService<TimeProvider>().GetUtcNow());
                    return await ExplainAsync(services.GetRequiredService<IExplainer>(), reading, parsed.GetValue(json), stop);
                },
                cancellationToken);
        });
        return command;
    }

    private static async Task<byte[]> ReadAsync(string file, CancellationToken cancellationToken)
    {
        if (file != StandardInput)
            return await File.ReadAllBytesAsync(file, cancellationToken);
        using var body = new MemoryStream();
        await using var input = Console.OpenStandardInput();
        await input.CopyToAsync(body, cancellationToken);
        return body.ToArray();
    }

    private static async Task<int> ExplainAsync(IExplainer explainer, DeliveryReading reading, bool json, CancellationToken stop)
    {
        switch (reading)
        {
            case DeliveryReading.Refused refused:
                await Console.Error.WriteLineAsync($"novafence: {refused.Why}");
                return ExitCode.Failed;
            case DeliveryReading.Ignored ignored:
                return Print([ignored.Explanation], json);
            case DeliveryReading.Alerts alerts:
                foreach (var warning in alerts.Warnings)
                    await Console.Error.WriteLineAsync($"novafence: {warning}");
                switch (await explainer.ExplainAsync(alerts.Events, stop))
                {
                    case LedgerResult<IReadOnlyList<Explanation>>.Ok explained:
                        return Print(explained.Value, json);
                    case LedgerResult<IReadOnlyList<Explanation>>.Unavailable unavailable:
                        await Console.Error.WriteLineAsync($"novafence: the ledger does not answer, try again: {unavailable.Why}");
                        return ExitCode.Failed;
                }

                break;
        }

        throw new InvalidOperationException("a reading of no known kind");
    }

    private static int Print(IReadOnlyList<Explanation> explanations, bool json)
    {
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(new ExplanationsAnswer(explanations), AnswersJson.Indented.ExplanationsAnswer));
        else
            ExplanationsPrinted.Print(explanations);
        return ExitCode.Done;
    }
}
