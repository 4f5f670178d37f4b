using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Policy;
using CodexLsp.Engine.Sandboxing;

namespace CodexLsp.Engine.Checks;

/// <summary>A command that checks or tests the workspace, and who wrote it.</summary>
/// <param name="Argv">The program and its arguments.</param>
/// <param name="Directory">Where it starts.</param>
/// <param name="Origin">Who wrote it: whether it may run without a question depends on that.</param>
public sealed record WorkspaceCommand(ImmutableArray<string> Argv, AbsolutePath Directory, CommandOrigin Origin)
{
    /// <summary>What the rules decide on.</summary>
    public ProposedAction.Command Action => new(Argv, Directory, Origin);

    /// <summary>What is run, in the sandbox.</summary>
    public SandboxCommand InSandbox => new(Argv, Directory);

    /// <inheritdoc/>
    public bool Equals(WorkspaceCommand? other) =>
        other is not null && Argv.AsSpan().SequenceEqual(other.Argv.AsSpan()) && Directory == other.Directory && Origin == other.Origin;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Argv.Length, Argv.LastOrDefault(), Directory, Origin);

    /// <inheritdoc/>
    public override string ToString() => ShownText.Of(Argv);
}
