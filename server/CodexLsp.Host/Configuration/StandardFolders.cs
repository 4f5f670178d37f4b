using CodexLsp.Engine.Documents;

namespace CodexLsp.Host.Configuration;

/// <summary>Where a user's configuration, state and logs live on this platform.</summary>
/// <param name="Configuration">Holds <c>config.json</c>.</param>
/// <param name="State">Holds the journal, caches and logs.</param>
internal sealed record StandardFolders(AbsolutePath Configuration, AbsolutePath State)
{
    private const string Name = "codex-lsp";

    /// <summary>
    /// By the XDG base directory specification on Linux, by the platform's convention elsewhere. The XDG variables win
    /// wherever they are set, so that scripts and tests can keep a run to themselves.
    /// </summary>
    public static StandardFolders From(Func<string, string?> variable)
    {
        var home = new AbsolutePath(variable("HOME") is { Length: > 0 } set && Path.IsPathFullyQualified(set)
            ? set
            : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));
        AbsolutePath configuration, state;
        if (OperatingSystem.IsWindows())
        {
            configuration = new AbsolutePath(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData));
            state = new AbsolutePath(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData));
        }
        else if (OperatingSystem.IsMacOS())
        {
            configuration = state = home.Append("Library/Application Support");
        }
        else
        {
            configuration = home.Append(".config");
            state = home.Append(".local/state");
        }

        return new StandardFolders(
            (Given(variable("XDG_CONFIG_HOME")) ?? configuration).Append(Name), (Given(variable("XDG_STATE_HOME")) ?? state).Append(Name));
    }

    // The specification says to ignore a relative path.
    private static AbsolutePath? Given(string? value) =>
        value is { Length: > 0 } && Path.IsPathFullyQualified(value) ? new AbsolutePath(value) : null;
}
