using CodexLsp.Engine.Documents;

namespace CodexLsp.Engine.Sandboxing;

/// <summary>
/// The files of a checkout that differ from the user's, and how a command is shown them. Nothing here touches the user's tree.
/// </summary>
/// <param name="workspace">The user's folder, without a link in its path.</param>
/// <param name="root">Where the changed files lie, by the same relative names.</param>
internal abstract class WorkspaceLayer(AbsolutePath workspace, AbsolutePath root)
{
    /// <summary>The user's folder.</summary>
    public AbsolutePath Workspace => workspace;

    /// <summary>Where the changed files lie.</summary>
    public AbsolutePath Root => root;

    /// <summary>Writes a file that a command shall see.</summary>
    public void Write(string relative, byte[] bytes)
    {
        var mode = ModeOf(relative);
        var path = PrivateTree.Reach(root, relative, ModeOf);
        PrivateTree.Remove(path);
        File.WriteAllBytes(path.Value, bytes);
        if (mode is { } bits && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path.Value, bits);
        }
    }

    /// <summary>What a command sees in place of the user's file, if that is a plain file of this layer; null when it is not.</summary>
    public byte[]? Read(string relative) =>
        FileStatus.Of(root.Append(relative)) is { Kind: FileKind.File } && RealFolders(relative) ? File.ReadAllBytes(root.Append(relative).Value) : null;

    /// <summary>Hides a file of the user's from commands.</summary>
    public abstract void Hide(string relative);

    /// <summary>Lets commands see the user's own file again.</summary>
    public abstract void Reset(string relative);

    /// <summary>The plain files that were written or deleted, whoever did it, and those that differ in nothing, too.</summary>
    public abstract IEnumerable<LayerEntry> Entries();

    /// <summary>The permissions the user's own file or folder has; null where there is none.</summary>
    protected UnixFileMode? ModeOf(string relative) => FileStatus.Of(workspace.Append(relative))?.Mode;

    // A command may have put a link where a folder was; what lies behind it is not the checkout.
    private bool RealFolders(string relative)
    {
        var parts = relative.Split('/');
        return Enumerable.Range(1, parts.Length - 1).All(n => FileStatus.Of(root.Append(string.Join('/', parts[..n]))) is { Kind: FileKind.Folder });
    }
}

/// <summary>A file of a <see cref="WorkspaceLayer"/>.</summary>
/// <param name="Relative">Seen from the workspace, with forward slashes.</param>
/// <param name="Deleted">Whether it is gone rather than written.</param>
internal readonly record struct LayerEntry(string Relative, bool Deleted);
