using System.Collections.Immutable;
using CodexLsp.Engine.Documents;

namespace CodexLsp.Engine.Edits;

/// <summary>
/// Everything a commit is about to do, written down before it touches the disk: enough to put every file back after a crash,
/// and to undo the commit later.
/// </summary>
/// <param name="Id">Unique across restarts; chosen by whoever starts the commit.</param>
/// <param name="Steps">Each path once. A rename is two steps: one path ends, another begins.</param>
/// <param name="Temporaries">For each step the file its new, or on the way back its old, content is staged in; none is left when the commit has ended.</param>
/// <param name="NewFolders">Folders that are not there yet and will be made, outermost first.</param>
public sealed record CommitPlan(
    string Id,
    ImmutableArray<CommitStep> Steps,
    ImmutableArray<AbsolutePath> Temporaries,
    ImmutableArray<AbsolutePath> NewFolders);

/// <summary>What a commit does to one path.</summary>
/// <param name="Path">The file itself, links resolved.</param>
/// <param name="Before">What is there; null when nothing is.</param>
/// <param name="After">What will be there; null when nothing will be.</param>
public sealed record CommitStep(AbsolutePath Path, FileImage? Before, FileStamp? After);
