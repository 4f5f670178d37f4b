namespace CodexLsp.Host.Configuration;

/// <summary>One thing that can be configured.</summary>
/// <param name="Name">As in <c>config.json</c>, with dots.</param>
/// <param name="Default">In the same spelling as <c>config</c> prints; empty when unset.</param>
/// <param name="Kind">What a value looks like.</param>
/// <param name="Workspace">What a workspace's own file may do to it.</param>
/// <param name="Description">One sentence for the schema.</param>
internal sealed record ConfigurationKey(string Name, string Default, ValueKind Kind, WorkspaceRight Workspace, string Description)
{
    /// <summary>The largest number: small enough to be counted in milliseconds and bytes without overflow.</summary>
    public const int Maximum = 1_000_000;

    /// <summary>The words a <see cref="ValueKind.Choice"/> may be.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>
    /// Whether a wrong value holds all the same, so that its reader refuses. For what decides where code goes and what may be
    /// changed: a slip of the pen must not send code elsewhere or open what was closed.
    /// </summary>
    public bool KeepsWrongValue { get; init; }

    /// <summary>Whether a value has several items.</summary>
    public bool IsList => Kind is ValueKind.List or ValueKind.Globs;

    /// <summary>What a right value is, to stand behind <em>must be</em>.</summary>
    public string Expected => Kind switch
    {
        ValueKind.Choice => $"one of {string.Join(", ", Choices)}",
        ValueKind.Number => $"a whole number from 1 to {Maximum}",
        ValueKind.Amount => "a number above 0",
        ValueKind.List => "a list of texts",
        ValueKind.Globs => "a list of globs from the workspace folder",
        _ => "a text",
    };

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

    /// <summary>A number above zero, perhaps with a fraction.</summary>
    Amount,

    /// <summary>Texts; where only one text can be given (environment, command line) separated by commas.</summary>
    List,

    /// <summary>A <see cref="List"/> of globs, seen from the workspace folder.</summary>
    Globs,
}

/// <summary>What a workspace's own file may do: it comes with the code, so it is nobody's word but the code's.</summary>
internal enum WorkspaceRight
{
    /// <summary>Nothing; it is ignored with a warning.</summary>
    None,

    /// <summary>Only a lower number.</summary>
    Lower,

    /// <summary>Only a choice that stands before the user's: choices that give a right are listed from the least to the most.</summary>
    Tighten,

    /// <summary>Only further restrictions beside the user's.</summary>
    Narrow,

    /// <summary>Anything, but what it names does not run without a question.</summary>
    Ask,

    /// <summary>Anything.</summary>
    Set,
}
