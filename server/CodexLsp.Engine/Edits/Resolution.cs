namespace CodexLsp.Engine.Edits;

/// <summary>What came of placing a script on a snapshot.</summary>
public abstract record Resolution
{
    private Resolution()
    {
    }

    /// <summary>Every hunk has its place.</summary>
    /// <param name="Changes">Files whose text stays the same are left out; it may be empty.</param>
    /// <param name="Protected">Files that only an explicit acceptance may write, with the pattern each has.</param>
    public sealed record Placed(ChangeSet Changes, System.Collections.Immutable.ImmutableArray<ProtectedFile> Protected) : Resolution;

    /// <summary>
    /// Something has no place, or no single one. The message names lines from 1 and may go back to the model as it is.
    /// </summary>
    /// <param name="Failure"><c>policy.path</c> when the policy refused, else <c>edit.place</c>.</param>
    public sealed record Unplaced(Failure Failure) : Resolution;

    internal static Unplaced Fail(string message, string? next = null) => new(new Failure("edit.place", message, next));
}

/// <summary>A file of a change that the policy protects.</summary>
/// <param name="Path">The file.</param>
/// <param name="Pattern">What it is protected as, such as <c>*.csproj</c>.</param>
public sealed record ProtectedFile(Documents.AbsolutePath Path, string Pattern);
