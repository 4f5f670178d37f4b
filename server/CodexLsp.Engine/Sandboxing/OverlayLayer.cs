using CodexLsp.Engine.Documents;

namespace CodexLsp.Engine.Sandboxing;

/// <summary>
/// The upper tree of an overlay file system, in the format Linux documents (<c>filesystems/overlayfs</c>, mounted with
/// <c>userxattr</c>): only what differs is there, what was deleted is a character device 0:0, and a folder marked opaque hides the
/// one below it.
/// </summary>
internal sealed class OverlayLayer(AbsolutePath workspace, AbsolutePath upper, AbsolutePath discarded) : WorkspaceLayer(workspace, upper, discarded)
{
    /// <inheritdoc/>
    public override void Hide(string relative)
    {
        var path = PrivateTree.Reach(Root, relative, ModeOf);
        Remove(path);
        FileStatus.MakeWhiteout(path);
    }

    /// <inheritdoc/>
    public override void Reset(string relative) => Remove(PrivateTree.Reach(Root, relative, ModeOf));

    /// <inheritdoc/>
    public override IEnumerable<LayerEntry> Entries() => Below("", alone: false);

    /// <param name="folder">Its relative name; empty for the workspace itself.</param>
    /// <param name="alone">Whether nothing of the user's folder of that name is seen through this one.</param>
    private IEnumerable<LayerEntry> Below(string folder, bool alone)
    {
        alone |= FileStatus.IsOpaque(Root.Append(folder));
        PrivateTree.Unlock(Root.Append(folder));
        var names = PrivateTree.Names(Root.Append(folder));
        foreach (var name in names)
        {
            var relative = Join(folder, name);
            foreach (var entry in FileStatus.Of(Root.Append(relative))?.Kind switch
            {
                FileKind.File => [new LayerEntry(relative, Deleted: false)],
                FileKind.Folder => Below(relative, alone),
                FileKind.Whiteout => FilesOfUser(relative),

                // A link or a pipe is nothing a change could hold.
                _ => [],
            })
            {
                yield return entry;
            }
        }

        if (alone)
        {
            foreach (var gone in PrivateTree.Names(Workspace.Append(folder)).Except(names).SelectMany(n => FilesOfUser(Join(folder, n))))
            {
                yield return gone;
            }
        }
    }

    // A whiteout stands for a file or for a whole folder.
    private IEnumerable<LayerEntry> FilesOfUser(string relative) => FileStatus.Of(Workspace.Append(relative))?.Kind switch
    {
        FileKind.File => [new LayerEntry(relative, Deleted: true)],
        FileKind.Folder => PrivateTree.Names(Workspace.Append(relative)).SelectMany(n => FilesOfUser(Join(relative, n))),
        _ => [],
    };

    private static string Join(string folder, string name) => folder.Length == 0 ? name : $"{folder}/{name}";
}
