using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Policy;

namespace CodexLsp.Engine.Tools;

/// <summary>The files of a turn as its tools see and change them: the user's, with the turn's edits over them.</summary>
/// <param name="start">The files when the turn began.</param>
/// <param name="folder">What the model's paths are relative to.</param>
/// <param name="reads">What may be read.</param>
/// <param name="writes">What may be changed.</param>
public sealed class TurnFiles(Overlay start, AbsolutePath folder, ReadPolicy reads, PathPolicy writes)
{
    private (Overlay Tree, string State)? _state;

    /// <summary>The files as they are now.</summary>
    public Overlay Tree { get; private set; } = start;

    /// <summary>What tells this state of the files from another; the same when a change is taken back.</summary>
    public string State
    {
        get
        {
            if (_state is not { } known || known.Tree != Tree)
            {
                _state = known = (Tree, UnifiedDiff.HashOf(Tree.Changes, folder));
            }

            return known.State;
        }
    }

    /// <summary>Told of the whole change each time it grew, before the model is.</summary>
    public Func<ChangeSet, Task> Changed { get; set; } = static _ => Task.CompletedTask;

    /// <summary>What paths are relative to.</summary>
    public AbsolutePath Folder => folder;

    /// <summary>What may be changed.</summary>
    public PathPolicy Writes => writes;

    /// <summary>Whether a file may be read.</summary>
    public bool MayRead(AbsolutePath path) => reads.Objection(path) is null;

    /// <summary>A path as the model wrote it, if it may be read.</summary>
    /// <param name="written">Relative to <see cref="Folder"/>, or absolute; null or empty is the folder itself.</param>
    public (AbsolutePath Path, Failure? Objection) Find(string? written)
    {
        if (string.IsNullOrWhiteSpace(written) || written is ".")
        {
            return (folder, null);
        }

        if (written.Contains('\0', StringComparison.Ordinal))
        {
            return (folder, new Failure("policy.path", "The path holds a NUL.", "Write the path relative to the workspace folder."));
        }

        var path = folder.Append(written.Replace('\\', '/'));
        return (path, reads.Objection(path));
    }

    /// <summary>A path as the model is shown it.</summary>
    public string Name(AbsolutePath path) => path.IsWithin(folder) ? path.RelativeTo(folder) : path.Value;

    /// <summary>Makes one change more.</summary>
    /// <param name="onView">Placed on the view of <see cref="Tree"/>, inside <see cref="Writes"/>.</param>
    public Task ChangeAsync(ChangeSet onView) => ReplaceAsync(Tree.With(onView));

    /// <summary>Takes another state of the same files, such as the change as the compiler's fixes left it.</summary>
    public async Task ReplaceAsync(Overlay tree)
    {
        Tree = tree;
        await Changed(tree.Changes);
    }
}
