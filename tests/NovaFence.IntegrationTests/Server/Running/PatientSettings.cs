namespace NovaFence.Server.Tests.Running;

/// <summary>Limits of a program under test that only a test which is about them should meet: a machine that does many other things takes longer for everything than one that runs a server.</summary>
internal static class PatientSettings
{
    /// <summary>Keys below <c>NovaFence</c>, as variables.</summary>
    internal static IEnumerable<(string Name, string Value)> All =>
    [
        ("Receivers__Alertmanager__AnswerWithin", "00:00:30"),
        ("Ledger__Timeout", "00:00:30"),
        ("Cloud__StartTimeout", "00:00:30"),
        ("Cloud__ConnectTimeout", "00:00:20"),
        .. ((string[])["Token", "Discovery"]).SelectMany(call => ((string, string)[])[($"Cloud__{call}__Deadline", "00:01:00"), ($"Cloud__{call}__AttemptTimeout", "00:00:30")]),
    ];
}
