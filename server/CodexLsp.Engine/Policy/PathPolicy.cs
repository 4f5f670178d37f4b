using System.Collections.Immutable;
using CodexLsp.Engine.Documents;

namespace CodexLsp.Engine.Policy;

/// <summary>
/// Decides which files may be written. It looks at the disk as it is at that moment: links are followed on every call, so that
/// a decision must be made again right before use.
/// </summary>
/// <param name="Folders">The workspace's folders.</param>
public sealed record PathPolicy(ImmutableArray<AbsolutePath> Folders)
{
    /// <summary>The largest file that is changed without the user having named it, in bytes.</summary>
    public long MaxFileBytes { get; init; } = 1024 * 1024;

    /// <summary>Files the user named themselves: generated, binary and large ones among them may be changed.</summary>
    public ImmutableHashSet<AbsolutePath> Named { get; init; } = [];

    /// <summary>Lists of globs (the user's, each workspace's): a file must match each list. Without any, every file is allowed.</summary>
    public ImmutableArray<ImmutableArray<string>> Allowed { get; init; } = [];

    /// <summary>Globs of files that are never changed, not even when the user names them.</summary>
    public ImmutableArray<string> Excluded { get; init; } = [];

    /// <summary>This program's own folders: what is in them decides what it may do, wherever the workspace is.</summary>
    public ImmutableArray<AbsolutePath> Own { get; init; } = [];

    /// <summary>Whether nothing may be written at all.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Decides on a path as a model or a patch wrote it.</summary>
    /// <param name="written">Relative to a workspace folder, with either kind of slash.</param>
    /// <param name="folder">The folder it is relative to; null when the text does not say, which several folders can make ambiguous.</param>
    public PathDecision Check(string written, AbsolutePath? folder)
    {
        if (PathName.Problem(written) is { } problem)
        {
            return Refuse(written, problem, "Write the path relative to the workspace folder, such as src/File.cs.");
        }

        var relative = written.Replace('\\', '/');
        if (folder is not null)
        {
            return Check(folder.Value.Append(relative));
        }

        var there = Folders.Select(f => f.Append(relative)).Where(p => Path.Exists(p.Value)).Distinct().ToArray();
        return (there, Folders) switch
        {
            ([var only], _) => Check(only),
            ([], [var only]) => Check(only.Append(relative)),
            ([], _) => Refuse(written, "no workspace folder has it, and the workspace has several", "Say which folder is meant."),
            ([var first, var second, ..], _) => Refuse(written, $"it could be '{first}' or '{second}'", "Say which folder is meant."),
        };
    }

    /// <summary>Decides on a file of this machine.</summary>
    public PathDecision Check(AbsolutePath path)
    {
        if (ReadOnly)
        {
            return new PathDecision.Refused(new Failure(
                "policy.read-only", $"{path.Name} may not be changed: the sandbox is read-only.", "Say what you would change; the user can allow it with workspace-write."));
        }

        var realFolders = Folders.Select(RealPath.Of).OfType<AbsolutePath>().ToImmutableArray();
        if ((FolderOf(path, Folders) ?? FolderOf(path, realFolders)) is not { } folder)
        {
            return Refuse(path.Value, "it is outside the workspace", "Only files inside the workspace's folders are changed.");
        }

        var relative = path.RelativeTo(folder);
        if (path == folder || relative.Split('/').Select(PathName.PartProblem).FirstOrDefault(p => p is not null) is not null)
        {
            return Refuse(relative, PathName.Problem(relative) ?? "it is the folder itself", "Name a file inside the folder.");
        }

        if (RealPath.Of(path) is not { } real)
        {
            return Refuse(relative, "a link in it leads nowhere", "Mend the link, or name the file itself.");
        }

        if (FolderOf(real, realFolders) is not { } realFolder)
        {
            return Refuse(relative, $"a link leads it to '{real}', outside the workspace", "Only files inside the workspace's folders are changed.");
        }

        return Own.Any(own => path.IsWithin(own) || real.IsWithin(RealPath.Of(own) ?? own))
            ? Refuse(relative, "it belongs to this program and is never changed by it", "Change it yourself.")
            : Judge(path, relative, real, real.RelativeTo(realFolder));
    }

    /// <summary>Whether the path, without any link in it, lies in the workspace; it need not be there.</summary>
    internal bool Holds(AbsolutePath path) =>
        RealPath.Of(path) == path && FolderOf(path, [.. Folders.Select(RealPath.Of).OfType<AbsolutePath>()]) is not null;

    private PathDecision Judge(AbsolutePath path, string relative, AbsolutePath real, string realRelative)
    {
        if ((ProtectedNames.Forbidden(relative) ?? ProtectedNames.Forbidden(realRelative)) is { } forbidden)
        {
            return Refuse(relative, $"{forbidden} belongs to git, an editor or this program and is never changed by it", "Change it yourself.");
        }

        // Where a link is, both of its ends must be allowed.
        string[] spellings = [relative, realRelative];
        if (spellings.Any(s => !Allowed.All(globs => PathGlobs.Match(globs, s))))
        {
            return Refuse(relative, "it is not among allowedPaths", "Add it to allowedPaths, in your configuration and in the workspace's, if it may be changed.");
        }

        if (spellings.Any(s => PathGlobs.Match(Excluded, s)))
        {
            return Refuse(relative, "it is among excludedPaths", "Take it out of excludedPaths, in your configuration or in the workspace's, if it may be changed.");
        }

        if (Directory.Exists(real.Value))
        {
            return Refuse(relative, "it is a folder", "Name a file.");
        }

        if (CaseCollision(real) is { } other)
        {
            return Refuse(relative, $"'{other}' is there, which differs only in spelling", $"Write '{other}' if it is meant, or choose another name.");
        }

        if (File.Exists(real.Value))
        {
            if (HardLinks.Count(real) > 1)
            {
                return Refuse(relative, "the file has a second name (a hard link) that may be outside the workspace", "Copy it over itself to part them.");
            }

            if (!Named.Contains(path) && !Named.Contains(real) && Unwelcome(relative, realRelative, real) is { } reason)
            {
                return Refuse(relative, reason, "Name the file itself in the request if it is meant.");
            }
        }
        else if (FileAbove(real) is { } file)
        {
            return Refuse(relative, $"it would lie in '{file.Name}', which is a file", "Choose another name, or delete the file in a change of its own.");
        }
        else if (!Named.Contains(path) && (ProtectedNames.Generated(relative) ?? ProtectedNames.Generated(realRelative)) is { } generated)
        {
            return Refuse(relative, $"{generated} is what tools generate", "Name the file itself in the request if it is meant.");
        }

        return (ProtectedNames.Protected(relative) ?? ProtectedNames.Protected(realRelative)) is { } pattern
            ? new PathDecision.Protected(path, real, pattern)
            : new PathDecision.Allowed(path, real);
    }

    private string? Unwelcome(string relative, string realRelative, AbsolutePath real)
    {
        if ((ProtectedNames.Generated(relative) ?? ProtectedNames.Generated(realRelative)) is { } generated)
        {
            return $"{generated} is what tools generate";
        }

        using var file = new FileStream(real.Value, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.Length > MaxFileBytes)
        {
            return $"it is {file.Length:N0} bytes long, and {MaxFileBytes:N0} is the most";
        }

        Span<byte> start = stackalloc byte[8000];
        start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        var utf16 = start is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..];
        return !utf16 && start.Contains((byte)0) ? "it is not text" : null;
    }

    private static AbsolutePath? FileAbove(AbsolutePath path)
    {
        var at = path.Parent;
        while (at is { } folder && !Path.Exists(folder.Value))
        {
            at = folder.Parent;
        }

        return at is { } there && File.Exists(there.Value) ? there : null;
    }

    /// <summary>The first part that is not there to the letter but is there in another spelling.</summary>
    private static string? CaseCollision(AbsolutePath path)
    {
        for (AbsolutePath? part = path; part?.Parent is { } parent; part = parent)
        {
            if (!Directory.Exists(parent.Value))
            {
                continue;
            }

            var names = new DirectoryInfo(parent.Value).EnumerateFileSystemInfos().Select(i => i.Name).ToArray();
            return names.Contains(part.Value.Name, StringComparer.Ordinal)
                ? null
                : names.FirstOrDefault(n => PathName.Fold(n) == PathName.Fold(part.Value.Name));
        }

        return null;
    }

    private static AbsolutePath? FolderOf(AbsolutePath path, ImmutableArray<AbsolutePath> folders) =>
        (Snapshot.Empty with { Folders = folders }).FolderOf(path);

    private static PathDecision.Refused Refuse(string path, string why, string next) =>
        new(new Failure("policy.path", $"'{Shown(path)}' is refused: {why}.", next));

    /// <summary>A refused path may hold anything; what is shown of it is plain and short.</summary>
    private static string Shown(string path)
    {
        var plain = string.Concat(path.Select(c => char.IsControl(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format ? '\uFFFD' : c));
        return plain.Length <= 200 ? plain : plain[..200] + "…";
    }
}
