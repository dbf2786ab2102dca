using System.CommandLine;
using NovaFence.Core.Hosts;
using NovaFence.Http.Answers;
using NovaFence.Http.Receivers;
using NovaFence.Server.Printing;
using NovaFence.Server.Remote;

namespace NovaFence.Server.Commands;

/// <summary><c>novafence explain FILE</c>: what would become of a delivery if it came now. Changes nothing.</summary>
internal static class ExplainCommand
{
    private const string StandardInput = "-";

    internal static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A delivery as it was sent, such as one that NovaFence:Record kept; - reads it from standard input." };
        Misspelt.RefuseOptions(file);
        var receiver = CommonOptions.Receiver();
        var command = new Command(
            "explain",
            "Say what would become of a delivery if it came now: for each alert the verdict, the rule that decided, and the values it looked at. Changes nothing.")
        {
            file, receiver,
        };
        var asking = Asking.For(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            byte[] body;
            try
            {
                body = await ReadAsync(parsed.GetValue(file)!, cancellationToken);
            }
            catch (UnauthorizedAccessException)
            {
                return await DirectCommand.RefuseAsync($"{parsed.GetValue(file)} may not be read by this user");
            }

            return await asking.RunAsync(
                parsed,
                json => json.ExplanationsAnswer,
                (services, stop) => ExplainAsync(
                    services.GetRequiredService<IExplainer>(),
                    services.GetRequiredService<IDeliveryReader>().Read(parsed.GetValue(receiver), body, services.GetRequiredService<TimeProvider>().GetUtcNow()),
                    stop),
                (api, stop) => api.ExplainAsync(parsed.GetValue(receiver), ServerClient.Body(body), stop),
                answer => ExplanationsPrinted.Print(answer.Explanations),
                cancellationToken,
                needsRoutes: true,
                makesLedger: true);
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

    private static async Task<Answered<ExplanationsAnswer>> ExplainAsync(IExplainer explainer, DeliveryReading reading, CancellationToken stop)
    {
        switch (reading)
        {
            case DeliveryReading.Refused refused:
                return new Answered<ExplanationsAnswer>.Refused(refused.Why);
            case DeliveryReading.Ignored ignored:
                return new Answered<ExplanationsAnswer>.Ok(new ExplanationsAnswer([ignored.Explanation]));
            case DeliveryReading.Alerts alerts:
                foreach (var warning in alerts.Warnings)
                    Screen.WriteWrapped($"novafence: {warning}", Screen.Hang, toError: true);
                return Answered<ExplanationsAnswer>.Of(
                    await explainer.ExplainAsync(alerts.Events, stop), explained => new Answered<ExplanationsAnswer>.Ok(new ExplanationsAnswer(alerts.Explanations(explained))));
            default:
                throw new InvalidOperationException("a reading of no known kind");
        }
    }
}
