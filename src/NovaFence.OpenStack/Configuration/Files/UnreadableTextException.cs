namespace NovaFence.OpenStack.Configuration.Files;

/// <summary>A file that is not what it should be; the message goes behind the file's name and holds no value of it.</summary>
internal sealed class UnreadableTextException(string message) : Exception(message);
