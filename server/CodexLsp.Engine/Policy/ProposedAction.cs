using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Sandboxing;

namespace CodexLsp.Engine.Policy;

/// <summary>Something a turn wants to do, exactly: what is shown, what is approved and what is done are made of this one value.</summary>
public abstract record ProposedAction
{
    private ProposedAction()
    {
    }

    /// <summary>The action in one line, escaped: nothing in it can hide, reorder or overwrite what stands beside it.</summary>
    public abstract string Title { get; }

    /// <summary>What an approval holds for; any other action has another. SHA-256 in lower-case hexadecimal.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(Parts().Select(p => $"{p.Length}:{p}")))));

    /// <summary>All that makes the action what it is, in order.</summary>
    private protected abstract IEnumerable<string> Parts();

    /// <summary>Running a command.</summary>
    /// <param name="Argv">The program and its arguments.</param>
    /// <param name="Directory">Where it starts.</param>
    /// <param name="Origin">Who wrote it.</param>
    public sealed record Command(ImmutableArray<string> Argv, AbsolutePath Directory, CommandOrigin Origin) : ProposedAction
    {
        /// <summary>What it may do.</summary>
        public SandboxMode Sandbox { get; init; } = SandboxMode.WorkspaceWrite;

        /// <summary>Whether it wants the network.</summary>
        public bool Network { get; init; }

        /// <inheritdoc/>
        public override string Title => ShownText.Of(Argv);

        private protected override IEnumerable<string> Parts() =>
            ["command", Sandbox.ToString(), Network ? "network" : "", Directory.Value, .. Argv];
    }

    /// <summary>Writing files.</summary>
    /// <param name="Files">What the policy says of each.</param>
    /// <param name="Content">The hash of what is written, so that an approval does not hold for another content.</param>
    /// <param name="Verified">Whether the verdict is <em>verified</em>.</param>
    public sealed record Edit(ImmutableArray<PathDecision> Files, string Content, bool Verified) : ProposedAction
    {
        /// <summary>Whether the tests failed when they ran last.</summary>
        public bool TestsFail { get; init; }

        /// <inheritdoc/>
        public override string Title => $"Change {string.Join(", ", Names().Select(ShownText.Of))}";

        private protected override IEnumerable<string> Parts() => ["edit", Content, .. Names()];

        private IEnumerable<string> Names() => Files.Select(f => f switch
        {
            PathDecision.Allowed allowed => allowed.Path.Value,
            PathDecision.Protected @protected => @protected.Path.Value,
            _ => "a file that is refused",
        });
    }
}

/// <summary>Who wrote a command.</summary>
public enum CommandOrigin
{
    /// <summary>The model; whatever stands behind its words.</summary>
    Model,

    /// <summary>The user, on the command line.</summary>
    CommandLine,

    /// <summary>The user, in their own configuration.</summary>
    UserConfiguration,

    /// <summary>This program, from the files of a workspace; a fixed argv.</summary>
    Detection,

    /// <summary>Whoever wrote the workspace's configuration.</summary>
    WorkspaceConfiguration,
}
