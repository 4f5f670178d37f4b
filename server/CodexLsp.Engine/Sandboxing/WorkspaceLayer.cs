using CodexLsp.Engine.Documents;

namespace CodexLsp.Engine.Sandboxing;

/// <summary>
/// The files of a checkout that differ from the user's, and how a command is shown them. Nothing here touches the user's tree.
/// </summary>
/// <param name="workspace">The user's folder, without a link in its path.</param>
/// <param name="root">Where the changed files lie, by the same relative names.</param>
/// <param name="discarded">Where what is replaced goes.</param>
internal abstract class WorkspaceLayer(AbsolutePath workspace, AbsolutePath root, AbsolutePath discarded)
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
        Remove(path);
        File.WriteAllBytes(path.Value, bytes);
        if (mode is { } bits && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path.Value, bits);
        }
    }

    /// <summary>What a command sees in place of the user's file, if that is a plain file of this layer; null when it is not.</summary>
    /// <param name="relative">Its name.</param>
    /// <param name="most">No more bytes than these are read.</param>
    public byte[]? Read(string relative, long most)
    {
        var path = root.Append(relative);
        if (FileStatus.Of(path) is not { Kind: FileKind.File, Size: var size } || !RealFolders(relative))
        {
            return null;
        }

        PrivateTree.Unlock(path);
        using var file = File.OpenHandle(path.Value);
        var bytes = new byte[Math.Min(size, most)];
        return bytes[..RandomAccess.Read(file, bytes, 0)];
    }

    /// <summary>Whether a command sees a plain file of this layer with this content.</summary>
    public bool Holds(string relative, byte[]? bytes) => bytes is null
        ? Read(relative, 1) is null
        : Read(relative, bytes.Length + 1L) is { } found && found.AsSpan().SequenceEqual(bytes);

    /// <summary>Hides a file of the user's from commands.</summary>
    public abstract void Hide(string relative);

    /// <summary>Lets commands see the user's own file again.</summary>
    public abstract void Reset(string relative);

    /// <summary>The plain files that were written or deleted, whoever did it, and those that differ in nothing, too.</summary>
    public abstract IEnumerable<LayerEntry> Entries();

    /// <summary>Takes away what has this path in the layer.</summary>
    protected void Remove(AbsolutePath path) => PrivateTree.Remove(path, discarded);

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
