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
    public static DocumentUri FromPath(AbsolutePath path)
    {
        var spelling = new Uri(path.Value).AbsoluteUri;
        return new DocumentUri(spelling, KeyOf(path), path);
    }

    /// <summary>Reads a URI; false when it is none, or a <c>file</c> URI that names no absolute path.</summary>
    public static bool TryParse(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out DocumentUri? uri)
    {
        uri = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var parsed) || text.Contains('\0', StringComparison.Ordinal))
        {
            return false;
        }

        // "/tmp/a" parses as a file URI on Unix; the protocol has no bare paths.
        if (!text.StartsWith(parsed.Scheme + ":", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        if (!parsed.IsFile)
        {
            uri = new DocumentUri(text, text, null);
            return true;
        }

        var local = LocalPath(parsed);
        if (!System.IO.Path.IsPathFullyQualified(local))
        {
            return false;
        }

        var path = new AbsolutePath(local);
        uri = new DocumentUri(text, KeyOf(path), path);
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(DocumentUri? other) => other is not null && string.Equals(Key, other.Key, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DocumentUri);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Key, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Spelling;

    private static string KeyOf(AbsolutePath path) =>
        "file:" + (OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? path.Value.ToUpperInvariant() : path.Value);

    private static string LocalPath(Uri uri)
    {
        var path = Uri.UnescapeDataString(uri.AbsolutePath);
        if (OperatingSystem.IsWindows())
        {
            // "/c:/x" is how every editor writes a drive.
            path = path is ['/', _, ':', ..] ? path[1..] : path;
            return uri.Host.Length > 0 ? $@"\\{uri.Host}{path}" : path;
        }

        return path;
    }
}
