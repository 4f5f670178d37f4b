using System.Collections.Immutable;
using CodexLsp.Engine.FileGraph;

namespace CodexLsp.Engine.Tools;

/// <summary>What the tools of a turn work with.</summary>
public sealed record ToolPorts
{
    /// <summary>Lists and searches files.</summary>
    public required WorkspaceFiles Files { get; init; }

    /// <summary>Languages that know names; the first that handles a file answers.</summary>
    public ImmutableArray<ISymbolSource> Symbols { get; init; } = [];

    /// <summary>What a task needs to run commands; null where it may run none.</summary>
    public CommandPorts? Commands { get; init; }

    /// <summary>Takes secrets out of what a tool found, before the model is told.</summary>
    public Func<string, string> Redact { get; init; } = static text => text;
}
