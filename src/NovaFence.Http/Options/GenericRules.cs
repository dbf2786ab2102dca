using System.Globalization;
using NovaFence.Core.Decisions;
using NovaFence.Http.Receivers.Generic;

namespace NovaFence.Http.Options;

/// <summary>Finds what is wrong with the generic receivers. No sentence shows a secret.</summary>
internal static class GenericRules
{
    public static IEnumerable<string> Problems(IList<GenericReceiverOptions> receivers, int leastLength) =>
        receivers.SelectMany((one, index) => Problems(one, string.Create(CultureInfo.InvariantCulture, $"{ReceiversOptions.Section}:Generic:{index}"), receivers.Take(index), leastLength));

    private static IEnumerable<string> Problems(GenericReceiverOptions options, string key, IEnumerable<GenericReceiverOptions> before, int leastLength) =>
    [
        .. OfName(options.Name, $"{key}:Name", before),
        .. OfSecrets(options, key),
        .. SecretRules.Problems($"{key}:Secrets", options.Secrets, leastLength),
        .. SecretRules.Problems($"{key}:Tokens", options.Tokens, leastLength),
        .. OfSignature(options.SignatureHeader, key),
        .. SecretRules.TimestampProblems(key, options.TimestampHeader, options.Secrets, "X-NovaFence-Timestamp"),
        .. OfPointers(options.Pointers, $"{key}:Pointers"),
        .. OfWords(options, key),
    ];

    private static IEnumerable<string> OfName(string? name, string key, IEnumerable<GenericReceiverOptions> before)
    {
        if (string.IsNullOrWhiteSpace(name))
            yield return $"{key} is missing: write the receiver's name, such as zabbix, which stands in its path and in a route's Receiver";
        else if (name.Length > GenericReceiverOptions.MaxNameLength || !name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-'))
            yield return FormattableString.Invariant($"{key} is '{name}': write up to {GenericReceiverOptions.MaxNameLength} lower-case letters, digits and hyphens");
        else if (KnownReceivers.BuiltIn.Names.Contains(name, StringComparer.Ordinal))
            yield return $"{key} is '{name}', which is a receiver of its own: choose another name";
        else if (before.Any(other => string.Equals(other.Name, name, StringComparison.Ordinal)))
            yield return $"{key} '{name}' is used twice";
    }

    private static IEnumerable<string> OfSecrets(GenericReceiverOptions options, string key)
    {
        if (options.Secrets.Count == 0 && options.Tokens.Count == 0)
            yield return $"{key}:Secrets is missing, and so is {key}:Tokens, so nobody could send: give it a secret that its sender signs with, or a token ('openssl rand -hex 32' makes one)";
        else if (options.Secrets.Count > 0 && options.Tokens.Count > 0)
            yield return $"{key}:Tokens is set beside {key}:Secrets: what a token lets in is not signed, so keep one of them";
    }

    private static IEnumerable<string> OfSignature(string header, string key) => SecretRules.IsHeader(header)
        ? []
        : [$"{key}:SignatureHeader is '{header}', which is no name of a header: write one such as {GenericReceiverOptions.DefaultSignatureHeader}"];

    private static IEnumerable<string> OfPointers(GenericPointersOptions options, string key)
    {
        (string Name, string? Text, bool IsRequired)[] pointers =
        [
            (nameof(options.List), options.List, false),
            (nameof(options.Key), options.Key, true),
            (nameof(options.Host), options.Host, true),
            (nameof(options.Status), options.Status, true),
            (nameof(options.Time), options.Time, true),
            (nameof(options.Labels), options.Labels, false),
        ];
        foreach (var (name, text, isRequired) in pointers)
        {
            if (isRequired && string.IsNullOrEmpty(text))
                yield return $"{key}:{name} is missing: write a JSON pointer from an alert to it, such as /{name.ToLowerInvariant()}";
            else if (text is not null && !JsonPointer.TryRead(text, out _))
                yield return $"{key}:{name} is '{text}', which is no JSON pointer: write each step with a slash in front, such as /event/{name.ToLowerInvariant()}, and ~1 for a slash, ~0 for a tilde within a step";
        }
    }

    private static IEnumerable<string> OfWords(GenericReceiverOptions options, string key)
    {
        if (options.Firing.Count == 0)
            yield return $"{key}:Firing is missing: write which words of the status fire, such as {key}:Firing:0 PROBLEM";
        if (options.Resolved.Count == 0)
            yield return $"{key}:Resolved is missing: write which words of the status resolve, such as {key}:Resolved:0 OK";
        foreach (var word in options.Firing.Intersect(options.Resolved, StringComparer.Ordinal))
            yield return $"{key}:Resolved has '{word}', which {key}:Firing has too: a word does one of them";
    }
}
