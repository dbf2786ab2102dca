namespace NovaFence.Server.Commands;

/// <summary>Who gives a command here, as the record names them.</summary>
internal static class Operator
{
    internal static string Name => $"cli {Environment.UserName}@{Environment.MachineName}";
}
