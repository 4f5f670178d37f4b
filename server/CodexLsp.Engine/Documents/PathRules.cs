namespace CodexLsp.Engine.Documents;

/// <summary>
/// How a platform spells and compares paths, and how its paths and <c>file</c> URIs (RFC 8089) name each other. Pure functions
/// over text, so that every platform's rules are tested on each. Unicode normalisation is never applied: two spellings are two
/// names here, and whoever guards a file compares more widely.
/// </summary>
/// <param name="Separator">Between the parts of a path.</param>
/// <param name="Comparison">How the platform's usual file systems compare names.</param>
internal sealed record PathRules(char Separator, StringComparison Comparison)
{
    // What Windows takes at most, less what it adds itself; others take less.
    private const int MaxLength = 32_000;

    public static PathRules Linux { get; } = new('/', StringComparison.Ordinal);

    public static PathRules MacOS { get; } = new('/', StringComparison.OrdinalIgnoreCase);

    public static PathRules Windows { get; } = new('\\', StringComparison.OrdinalIgnoreCase);

    /// <summary>This machine's.</summary>
    public static PathRules Current { get; } = OperatingSystem.IsWindows() ? Windows : OperatingSystem.IsMacOS() ? MacOS : Linux;

    private bool IsWindows => Separator == '\\';

    /// <summary>What the URIs of one file have in common, however they are spelled.</summary>
    public string KeyOf(string path) => "file:" + (Comparison == StringComparison.Ordinal ? path : path.ToUpperInvariant());

    /// <summary>Whether <paramref name="path"/> is <paramref name="folder"/> or lies below it; both normalised.</summary>
    public bool IsWithin(string path, string folder) =>
        path.StartsWith(folder, Comparison)
        && (path.Length == folder.Length || folder[^1] == Separator || path[folder.Length] == Separator);

    /// <summary>The URI of an absolute path, with everything escaped that may be.</summary>
    public string UriOf(string path)
    {
        var escaped = string.Join('/', path.Split(Separator).Select(Uri.EscapeDataString));
        return (IsWindows, escaped) switch
        {
            (true, ['/', '/', ..]) => "file:" + escaped,
            (true, _) => "file:///" + escaped,
            _ => "file://" + escaped,
        };
    }

    /// <summary>
    /// The absolute path that a <c>file</c> URI names, not yet normalised; null when it names none on this platform. Escapes that
    /// are no UTF-8 stay as they are written.
    /// </summary>
    public string? PathOf(string uri)
    {
        var rest = uri["file:".Length..];
        var end = rest.AsSpan().IndexOfAny('?', '#');
        rest = end < 0 ? rest : rest[..end];
        var host = "";
        if (rest.StartsWith("//", StringComparison.Ordinal))
        {
            var slash = rest.IndexOf('/', 2);
            host = Uri.UnescapeDataString(slash < 0 ? rest[2..] : rest[2..slash]);
            rest = slash < 0 ? "" : rest[slash..];
        }

        var path = Uri.UnescapeDataString(rest);
        if (path is not ['/', ..] || path.Length + host.Length > MaxLength || path.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        host = host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? "" : host;
        return IsWindows ? WindowsPath(host, path.Replace('/', '\\')) : host.Length == 0 ? path : null;
    }

    private static string? WindowsPath(string host, string path)
    {
        if (host.Length > 0)
        {
            // "\\.\" and "\\?\" are no hosts: they lead to devices, past every rule of names.
            var isHost = host.All(c => char.IsLetterOrDigit(c) || c is '-' or '.' or '_' or '$') && host.Any(c => c != '.');
            return isHost ? $@"\\{host}{path}" : null;
        }

        return path switch
        {
            ['\\', var drive, ':'] when char.IsAsciiLetter(drive) => $@"{drive}:\",
            ['\\', var drive, ':', '\\', ..] when char.IsAsciiLetter(drive) => path[1..],
            _ => null,
        };
    }
}
