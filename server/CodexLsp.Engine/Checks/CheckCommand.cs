using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Policy;

namespace CodexLsp.Engine.Checks;

/// <summary>A command that says what is wrong with files.</summary>
/// <param name="Command">The command.</param>
/// <param name="Files">The files it was chosen for.</param>
/// <param name="Limits">What it does not look at, as a sentence; null when it looks at all a compiler would.</param>
public sealed record CheckCommand(WorkspaceCommand Command, ImmutableArray<AbsolutePath> Files, string? Limits = null)
{
    /// <summary>Whether it prints the path of every file it looked at on a line of its own: a file that is not among them was not checked.</summary>
    public bool ListsFiles { get; init; }

    /// <summary>The commands for the files that it does not look at, one after the other.</summary>
    public ImmutableArray<WorkspaceCommand> Otherwise { get; init; } = [];
}

/// <summary>A check a user, or a workspace, configured: it wins over what would be detected.</summary>
/// <param name="Glob">The files it checks, seen from the workspace folder.</param>
/// <param name="Argv">The program and its arguments; it runs in the workspace folder.</param>
/// <param name="Origin">Who configured it.</param>
public sealed record ConfiguredCheck(string Glob, ImmutableArray<string> Argv, CommandOrigin Origin)
{
    /// <summary>Reads <c>GLOB: COMMAND</c>, such as <c>**/*.go: go vet ./...</c>; a glob without a slash is meant in every folder. Null when it is none.</summary>
    public static ConfiguredCheck? Parse(string text, CommandOrigin origin)
    {
        if (text.Split(':', 2) is not [var glob, var line] || CommandText.Argv(line) is not { IsEmpty: false } argv)
        {
            return null;
        }

        glob = glob.Trim();
        glob = glob.Contains('/', StringComparison.Ordinal) ? glob : "**/" + glob;
        return PathGlobs.Problem(glob) is null ? new ConfiguredCheck(glob, argv, origin) : null;
    }
}
