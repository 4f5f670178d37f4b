using System.Collections.Immutable;
using CodexLsp.Engine.Checks;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Policy;
using CodexLsp.Engine.Sandboxing;
using CodexLsp.Engine.Turns;

namespace CodexLsp.Engine.Tools;

/// <summary>What a task needs to run commands and tests.</summary>
public sealed record CommandPorts
{
    /// <summary>Where they run.</summary>
    public required ISandbox Sandbox { get; init; }

    /// <summary>Who is asked.</summary>
    public required IApprover Approver { get; init; }

    /// <summary>What the user approved for longer than once.</summary>
    public required ApprovalGrants Grants { get; init; }

    /// <summary>What commands may do.</summary>
    public SandboxMode Mode { get; init; } = SandboxMode.WorkspaceWrite;

    /// <summary>Whether commands have the network; each is asked for then.</summary>
    public bool Network { get; init; }

    /// <summary>How long one may run.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The test command a user or a workspace configured: it has the last word at the end of a task. Null for none.</summary>
    public WorkspaceCommand? ConfiguredTests { get; init; }

    /// <summary>How the changed files are tested where nothing is configured.</summary>
    public Func<AbsolutePath, IEnumerable<AbsolutePath>, ImmutableArray<WorkspaceCommand>> DetectTests { get; init; } = TestCommands.Of;
}
