namespace CodexLsp.Host.Configuration;

/// <summary>One thing that can be configured.</summary>
/// <param name="Name">As in <c>config.json</c>, with dots.</param>
/// <param name="Default">In the same spelling as <c>config</c> prints; empty when unset.</param>
/// <param name="Kind">What a value looks like.</param>
/// <param name="Workspace">What a workspace's own file may do to it.</param>
/// <param name="Description">One sentence for the schema.</param>
internal sealed record ConfigurationKey(string Name, string Default, ValueKind Kind, WorkspaceRight Workspace, string Description)
{
    /// <summary>The words a <see cref="ValueKind.Choice"/> may be.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The name in the environment: <c>verify.timeoutSeconds</c> is <c>CODEX_LSP_VERIFY_TIMEOUT_SECONDS</c>.</summary>
    public string EnvironmentName { get; } = "CODEX_LSP_" + string.Concat(Name.Select(c =>
        c == '.' ? "_" : char.IsAsciiLetterUpper(c) ? "_" + c : char.ToUpperInvariant(c).ToString()));
}

/// <summary>What a value looks like.</summary>
internal enum ValueKind
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary>One of a few words.</summary>
    Choice,

    /// <summary>A whole number above zero.</summary>
    Number,

    /// <summary>Texts; in the environment and on the command line separated by commas.</summary>
    List,
}

/// <summary>What a workspace's own file may do: it comes with the code, so it is nobody's word but the code's.</summary>
internal enum WorkspaceRight
{
    /// <summary>Nothing; it is ignored with a warning.</summary>
    None,

    /// <summary>Only a lower number.</summary>
    Lower,

    /// <summary>Only further restrictions beside the user's.</summary>
    Narrow,

    /// <summary>Anything.</summary>
    Set,
}
