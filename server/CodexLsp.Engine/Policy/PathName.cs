using System.Globalization;
using System.Text;

namespace CodexLsp.Engine.Policy;

/// <summary>The rules of names that hold on every system, whichever one this is: a repository travels.</summary>
internal static class PathName
{
    private static readonly HashSet<string> Devices = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$",
        "COM0", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "COM¹", "COM²", "COM³",
        "LPT0", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9", "LPT¹", "LPT²", "LPT³",
    };

    /// <summary>What is wrong with a path as it was written (either kind of slash); null when it is a plain relative one.</summary>
    public static string? Problem(string written)
    {
        var path = written.Replace('\\', '/');
        if (path.Length == 0)
        {
            return "it is empty";
        }

        if (path[0] == '/' || (path.Length >= 2 && char.IsAsciiLetter(path[0]) && path[1] == ':'))
        {
            return "it is absolute";
        }

        return path[0] == '~' && path is "~" or ['~', '/', ..]
            ? "it starts at the home folder"
            : path.Split('/').Select(PartProblem).FirstOrDefault(p => p is not null);
    }

    /// <summary>What is wrong with one part of a path; null when nothing is.</summary>
    public static string? PartProblem(string part)
    {
        if (part is "" or ".")
        {
            return null;
        }

        if (part == "..")
        {
            return "it climbs out with '..'";
        }

        if (part.Any(char.IsControl))
        {
            return "it holds a control character";
        }

        if (part.Contains('\\', StringComparison.Ordinal))
        {
            return "it holds '\\', which other systems take for the end of a folder";
        }

        if (part.Contains(':', StringComparison.Ordinal))
        {
            return "it holds ':', which names a stream or a drive";
        }

        if (part[^1] is '.' or ' ')
        {
            return $"'{part}' ends with a dot or a space, which Windows drops";
        }

        var stem = part.Split('.')[0].TrimEnd(' ');
        return Devices.Contains(stem) ? $"'{part}' is the name of a device" : null;
    }

    /// <summary>
    /// A part as the most forgiving file system would compare it: one case, composed, without characters that do not show.
    /// A protected name must not be reachable by another spelling on any of them.
    /// </summary>
    public static string Fold(string part)
    {
        var folded = new StringBuilder(part.Length);
        foreach (var character in part.Normalize(NormalizationForm.FormKC))
        {
            if (char.GetUnicodeCategory(character) != UnicodeCategory.Format)
            {
                folded.Append(Letters(character));
            }
        }

        return folded.ToString().TrimEnd('.', ' ');
    }

    // Said here, since without the system's tables of languages .NET composes nothing: what file systems take for one of our letters.
    private static string Letters(char character) => character switch
    {
        '\u017F' => "s",
        '\u212A' => "k",
        '\u00DF' or '\u1E9E' => "ss",
        '\uFB00' => "ff",
        '\uFB01' => "fi",
        '\uFB02' => "fl",
        '\uFB03' => "ffi",
        '\uFB04' => "ffl",
        '\uFB05' or '\uFB06' => "st",
        >= '\uFF01' and <= '\uFF5E' => char.ToLowerInvariant((char)(character - 0xFEE0)).ToString(),
        _ => char.ToLowerInvariant(character).ToString(),
    };
}
