using System.Collections.Immutable;
using CodexLsp.Engine.Documents;

namespace CodexLsp.Engine.Sandboxing;

/// <summary>A copy of the whole workspace, for systems that do not let us mount an overlay. Git's own folder is not copied.</summary>
internal sealed class CopyLayer : WorkspaceLayer
{
    private readonly ImmutableArray<string> _copied;

    private CopyLayer(AbsolutePath workspace, AbsolutePath copy, AbsolutePath discarded)
        : base(workspace, copy, discarded)
    {
        _copied = [.. Files(copy)];
    }

    /// <summary>Copies the workspace; links are copied as links.</summary>
    /// <param name="workspace">The user's folder, without a link in its path.</param>
    /// <param name="copy">Where the copy is made.</param>
    /// <param name="discarded">Where what is replaced goes.</param>
    /// <param name="except">A folder that is not copied even if it is in the workspace.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    /// <exception cref="IOException">It cannot be copied, for example because the disk is full.</exception>
    public static CopyLayer Make(AbsolutePath workspace, AbsolutePath copy, AbsolutePath discarded, AbsolutePath except, CancellationToken cancellationToken)
    {
        Copy(new DirectoryInfo(workspace.Value), copy.Value, except, cancellationToken);
        return new CopyLayer(workspace, copy, discarded);
    }

    /// <inheritdoc/>
    public override void Hide(string relative) => Remove(PrivateTree.Reach(Root, relative, ModeOf));

    /// <inheritdoc/>
    public override void Reset(string relative)
    {
        var own = Workspace.Append(relative);
        if (FileStatus.Of(own) is { Kind: FileKind.File })
        {
            Write(relative, File.ReadAllBytes(own.Value));
        }
        else
        {
            Hide(relative);
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<LayerEntry> Entries()
    {
        var written = Files(Root).Where(r => !Untouched(r)).Select(r => new LayerEntry(r, Deleted: false));
        var deleted = _copied.Where(r => FileStatus.Of(Root.Append(r)) is null).Select(r => new LayerEntry(r, Deleted: true));
        return written.Concat(deleted).ToArray();
    }

    private bool Untouched(string relative)
    {
        var (own, copy) = (new FileInfo(Workspace.Append(relative).Value), new FileInfo(Root.Append(relative).Value));
        return own.Exists && own.Length == copy.Length && own.LastWriteTimeUtc == copy.LastWriteTimeUtc;
    }

    private static IEnumerable<string> Files(AbsolutePath folder, string below = "")
    {
        PrivateTree.Unlock(folder.Append(below));
        foreach (var name in PrivateTree.Names(folder.Append(below)))
        {
            var relative = below.Length == 0 ? name : $"{below}/{name}";
            var found = FileStatus.Of(folder.Append(relative))?.Kind switch
            {
                FileKind.File => [relative],
                FileKind.Folder when relative != ".git" => Files(folder, relative),
                _ => Array.Empty<string>(),
            };
            foreach (var file in found)
            {
                yield return file;
            }
        }
    }

    private static void Copy(DirectoryInfo from, string to, AbsolutePath except, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(to);
        foreach (var entry in from.EnumerateFileSystemInfos())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var target = Path.Combine(to, entry.Name);
            if (entry.LinkTarget is { } link)
            {
                File.CreateSymbolicLink(target, link);
            }
            else if (entry is DirectoryInfo folder)
            {
                if (folder.Name != ".git" && new AbsolutePath(folder.FullName) != except)
                {
                    Copy(folder, target, except, cancellationToken);
                }
            }
            else if (FileStatus.Of(new AbsolutePath(entry.FullName)) is { Kind: FileKind.File })
            {
                File.Copy(entry.FullName, target);
            }
        }
    }
}
