using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Edits;

/// <summary>What came of a commit. Unless it is <see cref="Committed"/>, every file is as it was.</summary>
public abstract record CommitResult
{
    private CommitResult()
    {
    }

    /// <summary>Every file is written.</summary>
    /// <param name="Plan">What was done; undo takes it.</param>
    public sealed record Committed(CommitPlan Plan) : CommitResult;

    /// <summary>Files are not what the change was made for.</summary>
    public sealed record Moved(ImmutableArray<MovedFile> Files) : CommitResult;

    /// <summary>The policy or the disk refused.</summary>
    /// <param name="Failure"><c>policy.path</c>, <c>policy.protected</c>, <c>commit.encoding</c> or <c>commit.disk</c>.</param>
    public sealed record Failed(Failure Failure) : CommitResult;
}

/// <summary>A file that is not what a change was made for.</summary>
/// <param name="Path">The file.</param>
/// <param name="Expected">The text the change was made for; null when no file was expected, or for an undo of which only the hash is known.</param>
/// <param name="Wanted">The text the change would have written; null when it would have deleted the file.</param>
/// <param name="Found">The text that is there; null when the file is gone.</param>
public sealed record MovedFile(AbsolutePath Path, SourceText? Expected, SourceText? Wanted, SourceText? Found);
