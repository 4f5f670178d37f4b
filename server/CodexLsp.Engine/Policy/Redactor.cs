using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CodexLsp.Engine.Policy;

/// <summary>
/// Takes secrets out of text on its way to a log, a journal or an error: the values this process holds, and what has the shape of
/// a well-known key. Linear in the text, whatever the text is.
/// </summary>
public sealed class Redactor
{
    /// <summary>What stands where a secret was.</summary>
    public const string Mark = "[redacted]";

    // Shorter values are words that occur by chance; no provider's key is that short.
    private const int ShortestSecret = 6;

    private ImmutableArray<string> _secrets = [];

    /// <summary>Remembers a value this process holds, in the spellings it takes in JSON and in URLs, too.</summary>
    public void Add(string secret)
    {
        if (secret.Length < ShortestSecret)
        {
            return;
        }

        string[] spellings = [secret, JsonEncodedText.Encode(secret).ToString(), Uri.EscapeDataString(secret)];
        ImmutableInterlocked.Update(
            ref _secrets,
            static (secrets, added) => [.. secrets.Union(added, StringComparer.Ordinal).OrderByDescending(s => s.Length)],
            spellings);
    }

    /// <summary><paramref name="text"/> without secrets; the same string when there are none.</summary>
    public string Redact(string text)
    {
        foreach (var secret in _secrets)
        {
            text = text.Replace(secret, Mark, StringComparison.Ordinal);
        }

        return Shapes.Value.Replace(text, Mark);
    }

    // Made when first needed: its automaton is not part of the start. NonBacktracking is what makes it linear.
    private static readonly Lazy<Regex> Shapes = new(() => new Regex(
        string.Join('|',
            @"\bsk-[A-Za-z0-9_-]{16,}",
            @"\b[Bb]earer\s+[A-Za-z0-9._~+/=-]{16,}",
            @"\bgh[opusr]_[A-Za-z0-9]{20,}",
            @"\bgithub_pat_[A-Za-z0-9_]{20,}",
            @"\bglpat-[A-Za-z0-9_-]{20,}",
            @"\bnpm_[A-Za-z0-9]{30,}",
            @"\bxox[abeoprs]-[A-Za-z0-9-]{10,}",
            @"\bAIza[A-Za-z0-9_-]{30,}",
            @"\bA(KIA|SIA)[A-Z0-9]{16}\b",
            @"\baws_secret_access_key\W{1,5}[A-Za-z0-9/+]{40}",
            @"\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]+",
            @"\bAccountKey=[A-Za-z0-9/+=]{40,}",
            // The end may be missing where the text was cut; the body may have its line ends escaped.
            @"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[A-Za-z0-9+/=:,\s\\-]*"),
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));
}
