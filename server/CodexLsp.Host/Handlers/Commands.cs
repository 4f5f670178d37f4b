using System.Collections.Immutable;

namespace CodexLsp.Host.Handlers;

/// <summary>The commands of <c>workspace/executeCommand</c>, for clients that are not ours.</summary>
internal static class Commands
{
    public const string Edit = "codex.edit";
    public const string Fix = "codex.fix";
    public const string Explain = "codex.explain";
    public const string Task = "codex.task";

    /// <summary>Those that work.</summary>
    public static readonly ImmutableArray<string> Names = [Edit, Fix, Explain, Task];
}
