using System.Diagnostics.CodeAnalysis;

namespace CodexLsp.Engine.Documents;

/// <summary>
/// A document's URI: remembered in the spelling its client used, compared by a normalised key, because editors differ in how
/// they escape the same file (<c>c%3A</c>, <c>C:</c>, <c>%20</c>).
/// </summary>
public sealed class DocumentUri : IEquatable<DocumentUri>
{
    private DocumentUri(string spelling, string key, AbsolutePath? path)
    {
        Spelling = spelling;
        Key = key;
        Path = path;
    }

    /// <summary>The URI as the client wrote it; what answers must use.</summary>
    public string Spelling { get; }

    /// <summary>What equal documents have in common.</summary>
    public string Key { get; }

    /// <summary>The file, or null for a scheme other than <c>file</c>: such a document exists only in its editor.</summary>
    public AbsolutePath? Path { get; }

    /// <summary>The URI of a file of this machine.</summary>
    public static DocumentUri FromPath(AbsolutePath path) => new(PathRules.Current.UriOf(path.Value), KeyOf(path), path);

    /// <summary>
    /// Reads a URI, whatever it holds; false when it is none, or a <c>file</c> URI that names no absolute path of this machine.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out DocumentUri? uri)
    {
        uri = (Scheme(text), text.Contains('\0', StringComparison.Ordinal)) switch
        {
            (null, _) or (_, true) => null,
            ("file", _) => PathRules.Current.PathOf(text) is { } file ? InSpelling(text, new AbsolutePath(file)) : null,
            (var scheme, _) => new DocumentUri(text, scheme + text[scheme.Length..], null),
        };
        return uri is not null;
    }

    /// <inheritdoc/>
    public bool Equals(DocumentUri? other) => other is not null && string.Equals(Key, other.Key, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DocumentUri);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Key, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Spelling;

    /// <summary>The <see cref="Key"/> of a file's URIs.</summary>
    internal static string KeyOf(AbsolutePath path) => PathRules.Current.KeyOf(path.Value);

    private static DocumentUri InSpelling(string spelling, AbsolutePath path) => new(spelling, KeyOf(path), path);

    // RFC 3986, in lower case; null when there is none. A single letter is a drive: "C:\a" is a path, not a URI.
    private static string? Scheme(string text)
    {
        var length = text.IndexOf(':', StringComparison.Ordinal);
        return length > 1 && char.IsAsciiLetter(text[0]) && text.Take(length).All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.')
            ? text[..length].ToLowerInvariant()
            : null;
    }
}
