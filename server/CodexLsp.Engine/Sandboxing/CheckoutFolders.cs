using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Policy;

namespace CodexLsp.Engine.Sandboxing;

/// <summary>What a checkout keeps on disk, in a folder of its own that only the user can look into.</summary>
/// <param name="Root">The folder.</param>
/// <param name="Workspace">The user's folder, links resolved.</param>
internal sealed record CheckoutFolders(AbsolutePath Root, AbsolutePath Workspace)
{
    /// <summary>The changed files, or the copy of all of them.</summary>
    public AbsolutePath Layer => Root.Append("upper");

    /// <summary>Where the workspace is mounted while it lies below an overlay.</summary>
    public AbsolutePath Lower => Root.Append("lower");

    /// <summary>Where the overlay is mounted.</summary>
    public AbsolutePath Merged => Root.Append("merged");

    /// <summary>What commands see as <c>/tmp</c>.</summary>
    public AbsolutePath Temporary => Root.Append("tmp");

    /// <summary>What commands see as the user's home.</summary>
    public AbsolutePath Home => Root.Append("home");

    /// <summary>What commands see as <c>/dev/shm</c>.</summary>
    public AbsolutePath Shared => Root.Append("shm");

    /// <summary>Where what is replaced in the layer goes.</summary>
    public AbsolutePath Discarded => Root.Append("discarded");

    /// <summary>The file with the <see cref="SystemCallFilter"/>.</summary>
    public AbsolutePath Filter => Root.Append("filter");

    private AbsolutePath Lock => Root.Append("lock");

    /// <summary>Makes them, empty.</summary>
    /// <param name="state">Below which they are made.</param>
    /// <param name="workspace">The user's folder, links resolved.</param>
    public static CheckoutFolders Make(AbsolutePath state, AbsolutePath workspace)
    {
        var folders = new CheckoutFolders(AllBelow(state).Append($"{Guid.CreateVersion7()}"), workspace);
        foreach (var each in new[] { folders.Layer, folders.Lower, folders.Root.Append("work"), folders.Merged, folders.Temporary, folders.Home, folders.Shared, folders.Discarded })
        {
            PrivateFiles.MakeFolder(each);
        }

        File.WriteAllBytes(folders.Filter.Value, SystemCallFilter.Program ?? []);
        return folders;
    }

    /// <summary>The checkouts whose processes ended without deleting them.</summary>
    /// <param name="state">Below which they were made.</param>
    public static ImmutableArray<AbsolutePath> LeftBehind(AbsolutePath state)
    {
        var all = AllBelow(state).Value;
        return Directory.Exists(all) ? [.. Directory.EnumerateDirectories(all).Select(static c => new AbsolutePath(c)).Where(IsFree)] : [];
    }

    /// <summary>Says that they are in use, until this is disposed of or the process ends, however it does.</summary>
    public FileStream Hold() => PrivateFiles.Open(Lock, FileMode.OpenOrCreate, FileShare.None);

    private static AbsolutePath AllBelow(AbsolutePath state) => state.Append("checkouts");

    private static bool IsFree(AbsolutePath root)
    {
        var held = new CheckoutFolders(root, root).Lock;
        if (!File.Exists(held.Value))
        {
            // It is being made.
            return false;
        }

        try
        {
            using var free = PrivateFiles.Open(held, FileMode.Open, FileShare.None);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
